import { Description, type QueryBus, queryWith } from '@gatehouse/kernel';
import {
  type Administrators,
  asking,
  ConnectionSlots,
  type Operation,
  type OperationAnswer,
  type OperationCall,
  ProblemError,
  queryFrom,
  type StreamedEvent,
  tokenInvalid,
} from '@gatehouse/platform/edge';
import {
  cloudEvent,
  cloudEventPage,
  cursorText,
  type EventFeed,
  type FeedPage,
  type FollowQuery,
  isBefore,
  parseCursor,
  START,
} from '@gatehouse/platform/events';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { FindEvents } from '../contract/queries/find-events.js';
import { EventPage } from '../contract/read-models/event-page.js';
import { eventsArchived } from '../contract/refusals.js';
import { exampleEvent } from './examples.js';
import { webhooksProblems } from './problems.js';

/** Which events, and how. */
class EventsQuery extends FindEvents {
  @Description('Seconds to wait for events if there are none; 0 by default. Streams always wait')
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(30)
  wait?: number | null;
}

/** How often a stream looks whether its reader may still read, in milliseconds. */
const CHECK_MS = 15_000;
/** A stream that moves on without events of its own sends its cursor so often, in milliseconds. */
const PROGRESS_MS = 5_000;

/**
 * The events of the pages, and the place after them, until the reader goes, may read no more, or `follow` ends.
 * @param follow the pages; ends when its signal is aborted
 */
export async function* followedEvents(
  follow: (signal: AbortSignal) => AsyncIterable<FeedPage>,
  mayStillRead: () => Promise<boolean>,
  signal: AbortSignal,
): AsyncGenerator<readonly StreamedEvent[], void, void> {
  const ended = new AbortController();
  const end = () => ended.abort();
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  const endUnlessAllowed = async (): Promise<void> => {
    if (!(await mayStillRead())) end();
  };
  // What could not be asked is asked again: no one waits for this check, and no reader is cut off by a fault.
  const check = setInterval(() => endUnlessAllowed().catch(() => undefined), CHECK_MS).unref();
  let toldAt = performance.now();
  try {
    for await (const { events, cursor } of follow(ended.signal)) {
      if (events.length === 0 && performance.now() - toldAt <= PROGRESS_MS) continue;
      toldAt = performance.now();
      yield [...events.map(streamed), { id: cursorText(cursor) }];
    }
  } finally {
    clearInterval(check);
    signal.removeEventListener('abort', end);
  }
}

const USUAL_LIMIT = 100;
/** Connections that wait for events of one application, so that the others find room. */
const MOST_OF_APPLICATION = 50;
const RETRY_SECONDS = 10;
const SCOPE = 'events:read';

/** @param stopping aborted when the process is asked to stop: no reader is kept waiting then; the server ends streams */
export function readEventsOperation(
  queries: QueryBus,
  feed: EventFeed,
  administrators: Administrators,
  stopping: AbortSignal,
): Operation {
  const slots = new ConnectionSlots({ most: 1_000, retryAfterSeconds: RETRY_SECONDS });
  const takeSlot = (application: string, signal: AbortSignal) =>
    slots.take([{ key: application, most: MOST_OF_APPLICATION }], signal);

  /** Anyone who stays connected is looked at again: a key may be over by now. What cannot be asked is not answered no. */
  const isStillAllowed = async (call: OperationCall): Promise<boolean> => {
    try {
      const { administrator, scopes } = await administrators.identify(call);
      const isOwn = administrator.application === call.context.application;
      return scopes.includes(SCOPE) && (isOwn || administrator.everywhere);
    } catch (error) {
      return !(error instanceof ProblemError);
    }
  };

  const wantedBy = ({ headers, query }: OperationCall): EventsQuery => {
    const last = headers['last-event-id'];
    if (typeof last === 'string' && last !== '') query.set('after', last);
    return queryFrom(EventsQuery, query);
  };

  const followedBy = ({ types, limit }: EventsQuery, { application }: OperationCall['context']) => ({
    application,
    types: types?.split(',') ?? null,
    limit: limit ?? USUAL_LIMIT,
  });

  const page = async (call: OperationCall): Promise<OperationAnswer> => {
    const wanted = wantedBy(call);
    const { wait, ...fields } = wanted;
    const found = await queries.ask(queryWith(FindEvents, fields), call.context);
    if (!found.ok) return { refused: found.error };
    const { events, more, nextAfter } = found.value;
    if (events.length > 0 || more || !wait) return answerOf(found.value);

    const followed = { ...followedBy(wanted, call.context), after: parseCursor(nextAfter) };
    const news = await newsOf(call, followed, wait * 1_000);
    if (!(await isStillAllowed(call))) throw tokenInvalid();
    return answerOf(news ? cloudEventPage(news) : found.value);
  };

  /** The first page with events in it, or the last without, once the time, the caller or the process is at its end. */
  const newsOf = async ({ signal }: OperationCall, wanted: Omit<FollowQuery, 'signal'>, waitMs: number) => {
    const giveBack = takeSlot(wanted.application, signal);
    const ended = new AbortController();
    const end = () => ended.abort();
    const timer = setTimeout(end, waitMs);
    signal.addEventListener('abort', end);
    stopping.addEventListener('abort', end);
    if (stopping.aborted || signal.aborted) end();
    try {
      let latest: FeedPage | null = null;
      for await (const page of feed.follow({ ...wanted, signal: ended.signal })) {
        latest = page;
        if (page.events.length > 0 || page.more) break;
      }
      return latest;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      stopping.removeEventListener('abort', end);
      giveBack();
    }
  };

  const stream = async (call: OperationCall): Promise<OperationAnswer> => {
    const wanted = wantedBy(call);
    const { after } = wanted;
    const from = after === 'latest' ? await feed.end() : after ? parseCursor(after) : START;
    const beginning = await feed.beginning();
    if (after && isBefore(from, beginning)) return { refused: eventsArchived(cursorText(beginning)) };
    const events = followedBy(wanted, call.context);
    takeSlot(events.application, call.signal);
    const follow = (signal: AbortSignal) => feed.follow({ ...events, after: from, signal });
    return { events: followedEvents(follow, () => isStillAllowed(call), call.signal) };
  };

  return {
    method: 'get',
    path: '/v1/events',
    operationId: 'readEvents',
    tag: 'Events',
    summary: 'Read events from a cursor',
    description:
      'The application’s events, oldest first, as CloudEvents 1.0; /asyncapi.json documents each type. For a replay, read from the beginning; store `nextAfter` after processing each page, and you miss no event. With `wait` the response waits for new events. With `Accept: text/event-stream` it is an endless stream whose event ids are cursors; `Last-Event-ID` overrides `after`. Events are delivered at least once: deduplicate them by id. Events of archived months are no longer here: a cursor before them gets 410. An application can have at most 50 waiting connections per process.',
    security: 'administration',
    scope: SCOPE,
    headers: { 'Last-Event-ID': 'The id of the last event of an interrupted stream' },
    query: EventsQuery,
    answers: {
      200: {
        description: 'A page of events, or the stream',
        schema: EventPage,
        alsoAs: 'text/event-stream',
        example: { events: [exampleEvent], nextAfter: '1-7391-42', more: false },
      },
    },
    problems: [webhooksProblems['events-archived']],
    asks: asking(FindEvents),
    bus: { durable: false },
    handle: (call) => (call.prefers('text/event-stream') ? stream(call) : page(call)),
  };
}

const streamed = (event: FeedPage['events'][number]): StreamedEvent => ({
  id: cursorText(event.cursor),
  event: 'message',
  data: cloudEvent(event),
});

const answerOf = (body: EventPage): OperationAnswer => ({ status: 200, headers: { Vary: 'Accept' }, body });
