import { streamed } from '../../../apps/local/demo/conversation.js';

const streamOf = (...chunks: string[]): Response =>
  new Response(ReadableStream.from(chunks.map((chunk) => new TextEncoder().encode(chunk))));

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

describe('the demo reading a stream', () => {
  it('answers each event, however the stream is cut', async () => {
    const text =
      'retry: 1000\n\nevent: status\nid: 1\ndata: {"delivery":"queued"}\n\n: still here\n\ndata: {"délai":\ndata: 2}\n\n';
    for (const at of [1, 12, 30, 55, text.length - 1]) {
      const events = await all(streamed(streamOf(text.slice(0, at), text.slice(at))));
      expect(events).toEqual([{ delivery: 'queued' }, { délai: 2 }]);
    }
  });

  it('says so when the stream breaks off', async () => {
    const broken = new Response(
      new ReadableStream({ start: (controller) => controller.error(new Error('connection reset')) }),
    );
    await expect(all(streamed(broken))).rejects.toThrow(/was interrupted: is the worker running\?$/);
  });
});
