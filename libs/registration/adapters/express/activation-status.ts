import {
  commonProblems,
  EventStream,
  type HttpCall,
  idInPath,
  ProblemError,
  type Route,
} from '@gatehouse/platform/http';
import type { StatusWatch } from '../../application/ports/status-watch.js';
import type { FindActivationStatus } from '../../contract/queries/find-activation-status.js';
import { ActivationStatus } from '../../contract/read-models/activation-status.js';

/** The truth, should a notification be lost. */
const POLL_MS = 1_000;
const MAX_STREAMS = 2_000;

export function activationStatusRoute(statuses: FindActivationStatus, watch: StatusWatch): Route {
  let streams = 0;

  const userIn = ({ params }: HttpCall) => idInPath(params['id'], commonProblems['not-found']);

  const find = async (call: HttpCall): Promise<ActivationStatus> => {
    const status = await statuses.execute({ application: call.context.application, userId: userIn(call) });
    if (!status) throw new ProblemError(commonProblems['not-found']);
    return status;
  };

  const stream = async (call: HttpCall): Promise<void> => {
    const first = await find(call);
    // A browser reconnects after every end of a stream; 204 tells it that there is nothing more to come.
    if (isFinal(first) && call.request.headers['last-event-id'] === idOf(first)) {
      call.response.status(204).end();
      return;
    }
    if (streams >= MAX_STREAMS) throw new ProblemError(commonProblems.busy, { retryAfterSeconds: 5 });
    streams += 1;
    let last = '';
    const look = async () => {
      const status = await find(call);
      if (idOf(status) === last) return;
      last = idOf(status);
      events.send('status', last, status);
      if (isFinal(status)) events.end();
    };
    const lookSafely = () => {
      look().catch(() => events.end());
    };
    const unwatch = watch.watch(userIn(call), lookSafely);
    const poll = setInterval(lookSafely, POLL_MS);
    const events = new EventStream(call.response, () => {
      streams -= 1;
      clearInterval(poll);
      unwatch();
    });
    lookSafely();
  };

  return {
    method: 'get',
    path: '/v1/users/{id}/activation',
    params: { id: 'The user’s id, from the answer to the sign-up' },
    operationId: 'getActivationStatus',
    tag: 'Registration',
    summary: 'Where the activation messages are',
    description:
      'JSON, or with `Accept: text/event-stream` a live stream of `status` events that ends when every message was sent or has failed.',
    answers: {
      200: {
        description: 'The state of the latest activation message',
        schema: ActivationStatus,
        alsoAs: 'text/event-stream',
        example: {
          delivery: 'sent',
          sentAt: '2026-11-21T09:00:00.320Z',
          expiresAt: '2026-11-21T09:01:00.320Z',
          phone: null,
          serverTime: '2026-11-21T09:00:02.104Z',
        },
      },
      204: { description: 'To a reconnecting stream: nothing more will come' },
    },
    problems: [commonProblems['not-found']],
    handle: async (call) => {
      const { request } = call;
      const wantsStream = request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream';
      // To HEAD a stream would be a connection that says nothing and never ends.
      if (!wantsStream || request.method === 'HEAD') return { status: 200, body: await find(call) };
      await stream(call);
      return 'streamed';
    },
  };
}

const messagesOf = ({ phone, ...mail }: ActivationStatus) => (phone ? [mail, phone] : [mail]);

const isFinal = (status: ActivationStatus): boolean =>
  messagesOf(status).every(({ delivery }) => delivery === 'sent' || delivery === 'failed');

/** Changes whenever there is news. */
const idOf = (status: ActivationStatus): string =>
  messagesOf(status)
    .map(({ delivery, sentAt }) => `${delivery}-${sentAt ? Date.parse(sentAt) : 0}`)
    .join('-');
