import { Description } from '@gatehouse/kernel';
import {
  commonProblems,
  EventStream,
  idInPath,
  type Operation,
  type OperationCall,
  ProblemError,
} from '@gatehouse/platform/edge';
import { IsOptional, Matches } from 'class-validator';
import type { StatusWatch } from '../../application/ports/status-watch.js';
import type { FindActivationStatus } from '../../contract/queries/find-activation-status.js';
import { ActivationStatus } from '../../contract/read-models/activation-status.js';
import { type FollowedRegistration, StatusFollowers } from './status-followers.js';
import { StreamSlots } from './stream-slots.js';

class ActivationStatusQuery {
  @Description('The application’s slug, for what cannot send `Gatehouse-Application`, such as `EventSource`')
  @IsOptional()
  @Matches(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, { message: 'Use lowercase letters, digits and hyphens' })
  application?: string;
}

export function activationStatusOperation(
  statuses: FindActivationStatus,
  watch: StatusWatch,
  places = new StreamSlots(),
): Operation {
  const followers = new StatusFollowers(statuses, watch);

  const registrationIn = ({ context, params }: OperationCall): FollowedRegistration => ({
    application: context.application,
    userId: idInPath(params['id'], commonProblems['not-found']),
  });

  const find = async (call: OperationCall): Promise<ActivationStatus> => {
    const status = await statuses.execute(registrationIn(call));
    if (!status) throw new ProblemError(commonProblems['not-found']);
    return status;
  };

  const stream = async (call: OperationCall): Promise<void> => {
    const registration = registrationIn(call);
    const leave = places.take(call.context.network, `${registration.application} ${registration.userId}`);
    try {
      const first = await find(call);
      // A browser reconnects after every end of a stream; 204 tells it that there is nothing more to come.
      if (isFinal(first) && call.request.headers['last-event-id'] === idOf(first)) {
        leave();
        call.response.status(204).end();
        return;
      }
    } catch (error) {
      leave();
      throw error;
    }
    follow(call, registration, leave);
  };

  const follow = ({ response }: OperationCall, registration: FollowedRegistration, leave: () => void): void => {
    let last = '';
    const onStatus = (status: ActivationStatus) => {
      const id = idOf(status);
      if (id === last) return;
      last = id;
      events.send('status', id, status);
      if (isFinal(status)) events.end();
    };
    const unfollow = followers.follow(registration, { onStatus, onLost: () => events.end() });
    const events = new EventStream(response, () => {
      leave();
      unfollow();
    });
  };

  return {
    method: 'get',
    path: '/v1/users/{id}/activation',
    params: { id: 'The user’s id, from the answer to the sign-up' },
    query: ActivationStatusQuery,
    applicationInQuery: true,
    operationId: 'getActivationStatus',
    tag: 'Registration',
    summary: 'Where the activation messages are',
    description:
      'JSON, or with `Accept: text/event-stream` a live stream of `status` events that ends when every message was sent or has failed. `statusUrl` of the sign-up leads here, whatever the application. One registration has four streams at most, and one network thirty (429).',
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
