import { EventStream, type OperationCall } from '@gatehouse/platform/edge';
import { cloudEvent, cursorText, type FeedPage } from '@gatehouse/platform/events';

/** How often a stream looks whether its reader may still read, in milliseconds. */
const CHECK_MS = 15_000;
/** A stream that moves on without events of its own tells its place so often, in milliseconds. */
const PROGRESS_MS = 5_000;
/** Whoever takes longer to read what was sent is cut off, and comes back with the id of the last event. */
const PATIENCE_MS = 30_000;

/**
 * Answers with a stream of server-sent events until the reader goes, may read no more, or `follow` ends.
 * @param follow the pages to send; ends when its signal does
 */
export async function streamEvents(
  response: OperationCall['response'],
  follow: (signal: AbortSignal) => AsyncIterable<FeedPage>,
  mayStillRead: () => Promise<boolean>,
): Promise<void> {
  const ended = new AbortController();
  const stream = new EventStream(response, () => ended.abort());
  const endUnlessAllowed = async (): Promise<void> => {
    if (!(await mayStillRead())) stream.end();
  };
  // What could not be asked is asked again: nobody waits for this look, and no reader is cut off by a fault.
  const check = setInterval(() => endUnlessAllowed().catch(() => undefined), CHECK_MS).unref();
  let toldAt = performance.now();
  try {
    for await (const { events, cursor } of follow(ended.signal)) {
      for (const event of events) stream.send('message', cursorText(event.cursor), cloudEvent(event));
      if (events.length > 0 || performance.now() - toldAt > PROGRESS_MS) {
        stream.place(cursorText(cursor));
        toldAt = performance.now();
      }
      await stream.drained(PATIENCE_MS);
    }
  } finally {
    clearInterval(check);
    stream.end();
  }
}
