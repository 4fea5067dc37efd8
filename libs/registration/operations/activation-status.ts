import { Description, internalContext, type QueryBus, queryWith } from '@gatehouse/kernel';
import {
  asking,
  ConnectionSlots,
  commonProblems,
  idInPath,
  type Operation,
  type OperationAnswer,
  type OperationCall,
  ProblemError,
  type StreamedEvent,
} from '@gatehouse/platform/edge';
import { IsOptional, Matches } from 'class-validator';
import type { StatusWatch } from '../application/ports/messages.js';
import { ActivationStatus, FindActivationStatus } from '../contract/queries/messages.js';
import { type FollowedRegistration, StatusFollowers } from './status-followers.js';

class ActivationStatusQuery {
  @Description('The application’s slug, for clients that cannot send `Gatehouse-Application`, such as `EventSource`')
  @IsOptional()
  @Matches(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, { message: 'Use lowercase letters, digits and hyphens' })
  application?: string;
}

/** Streams of one registration: a page, its reloads, and another device. */
const MOST_OF_REGISTRATION = 4;
/** Streams of one network, which may be an office: as many as it may cause messages in an hour. */
const MOST_OF_NETWORK = 30;
const RETRY_SECONDS = 5;

export function activationStatusOperation(queries: QueryBus, watch: StatusWatch): Operation {
  const slots = new ConnectionSlots({ most: 2_000, retryAfterSeconds: RETRY_SECONDS });
  const statusOf = async ({ application, userId }: FollowedRegistration): Promise<ActivationStatus | null> => {
    const query = queryWith(FindActivationStatus, { userId });
    const found = await queries.ask(query, internalContext(application));
    return found.ok ? found.value : null;
  };
  const followers = new StatusFollowers(statusOf, watch);

  const registrationIn = ({ context, params }: OperationCall): FollowedRegistration => ({
    application: context.application,
    userId: idInPath(params['id'], commonProblems['not-found']),
  });

  const find = async (call: OperationCall): Promise<ActivationStatus> => {
    const status = await statusOf(registrationIn(call));
    if (!status) throw new ProblemError(commonProblems['not-found']);
    return status;
  };

  const stream = async (call: OperationCall): Promise<OperationAnswer> => {
    const registration = registrationIn(call);
    const { network } = call.context;
    const shares = [
      { key: `registration ${registration.application} ${registration.userId}`, most: MOST_OF_REGISTRATION },
      ...(network === null ? [] : [{ key: `network ${network}`, most: MOST_OF_NETWORK }]),
    ];
    const leave = slots.take(shares, call.signal);
    try {
      const first = await find(call);
      // A browser reconnects after every end of a stream; 204 stops it: nothing more will come.
      const isOver = isFinal(first) && call.headers['last-event-id'] === idOf(first);
      if (!isOver) return { events: statusEvents(followers, registration, call.signal) };
    } catch (error) {
      leave();
      throw error;
    }
    leave();
    return { status: 204 };
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
      'JSON, or with `Accept: text/event-stream` a live stream of `status` events that ends when no more news is expected: when every message has failed, or has been sent and the provider has reported the result or reports nothing, or its code has expired, or two minutes after it was sent. The sign-up’s `statusUrl` points here, for every application. At most four streams per registration and thirty per network (429).',
    answers: {
      200: {
        description: 'The state of the latest activation message',
        schema: ActivationStatus,
        alsoAs: 'text/event-stream',
        example: {
          delivery: 'sent',
          sentAt: '2026-11-21T09:00:00.320Z',
          expiresAt: '2026-11-21T09:01:00.320Z',
          message: { state: 'bounced', reason: 'mailbox-unavailable' },
          phone: null,
          serverTime: '2026-11-21T09:00:02.104Z',
        },
      },
      204: { description: 'For a reconnecting stream: nothing more will come' },
    },
    problems: [commonProblems['not-found']],
    asks: asking(FindActivationStatus),
    bus: { durable: false, status: 200 },
    handle: async (call) =>
      call.prefers('text/event-stream') ? stream(call) : { status: 200, body: await find(call) },
  };
}

/** The status whenever there is news, until it is final, can no longer be read, or the client is gone. */
async function* statusEvents(
  followers: Pick<StatusFollowers, 'follow'>,
  registration: FollowedRegistration,
  signal: AbortSignal,
): AsyncGenerator<readonly StreamedEvent[], void, void> {
  let news: StreamedEvent[] = [];
  let last = '';
  let isOver = signal.aborted;
  let wake = (): void => undefined;
  const end = () => {
    isOver = true;
    wake();
  };
  const onStatus = (status: ActivationStatus) => {
    if (isOver) return;
    const id = idOf(status);
    const isNews = id !== last;
    isOver = isFinal(status);
    last = id;
    if (isNews) news.push({ id, event: 'status', data: status });
    if (isNews || isOver) wake();
  };
  const unfollow = followers.follow(registration, { onStatus, onLost: end });
  signal.addEventListener('abort', end);
  try {
    while (news.length > 0 || !isOver) {
      if (news.length === 0) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
      }
      const latest = news;
      news = [];
      yield latest;
    }
  } finally {
    signal.removeEventListener('abort', end);
    unfollow();
  }
}

const messagesOf = ({ phone, ...mail }: ActivationStatus) => (phone ? [mail, phone] : [mail]);

/** What a provider has not told so long after it took a message, it hardly tells while somebody looks at the page. */
const NEWS_MS = 120_000;

/** Whether nothing more is to be waited for: of what was sent, as long as its code is good, what the provider has yet to tell. */
const isFinal = (status: ActivationStatus): boolean =>
  messagesOf(status).every(({ delivery, message, sentAt, expiresAt }) => {
    if (delivery !== 'sent' || message?.state !== 'sent') return delivery === 'failed' || delivery === 'sent';
    const until = Math.min(Date.parse(expiresAt ?? ''), Date.parse(sentAt ?? '') + NEWS_MS);
    return !(Date.parse(status.serverTime) < until);
  });

/** Changes whenever there is news. */
const idOf = (status: ActivationStatus): string =>
  messagesOf(status)
    .map(({ delivery, sentAt, message }) =>
      [delivery, sentAt ? Date.parse(sentAt) : 0, ...(message ? [message.state] : [])].join('-'),
    )
    .join('-');
