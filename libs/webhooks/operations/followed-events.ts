import type { StreamedEvent } from '@gatehouse/platform/edge';
import { cloudEvent, cursorText, type FeedPage } from '@gatehouse/platform/events';

/** How often a stream looks whether its reader may still read, in milliseconds. */
const CHECK_MS = 15_000;
/** A stream that moves on without events of its own tells its place so often, in milliseconds. */
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
  // What could not be asked is asked again: nobody waits for this look, and no reader is cut off by a fault.
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

const streamed = (event: FeedPage['events'][number]): StreamedEvent => ({
  id: cursorText(event.cursor),
  event: 'message',
  data: cloudEvent(event),
});
