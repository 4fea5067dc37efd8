import { Description, internalContext, type QueryBus, queryWith } from '@gatehouse/kernel';
import {
  ConnectionSlots,
  commonProblems,
  idInPath,
  type Operation,
  type OperationAnswer,
  type OperationCall,
  ProblemError,
} from '@gatehouse/platform/edge';
import { IsOptional, Matches } from 'class-validator';
import type { StatusWatch } from '../../application/ports/status-watch.js';
import { FindActivationStatus } from '../../contract/queries/find-activation-status.js';
import { ActivationStatus } from '../../contract/read-models/activation-status.js';
import { idOf, isFinal, statusEvents } from './status-events.js';
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
      // A browser reconnects after every end of a stream; 204 tells it that there is nothing more to come.
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
      'JSON, or with `Accept: text/event-stream` a live stream of `status` events that ends when every message has been sent or has failed. The sign-up’s `statusUrl` points here, for every application. At most four streams per registration and thirty per network (429).',
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
      204: { description: 'For a reconnecting stream: nothing more will come' },
    },
    problems: [commonProblems['not-found']],
    handle: async (call) =>
      call.prefers('text/event-stream') ? stream(call) : { status: 200, body: await find(call) },
  };
}
