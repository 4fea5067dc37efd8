import { DemoFailure } from './demo-failure.js';

/**
 * The data of each event in a stream, parsed as JSON (WHATWG HTML, server-sent events; the fields that we send).
 * @throws DemoFailure when the stream breaks off or says nothing for too long
 */
export async function* serverSentEvents(response: Response): AsyncGenerator<Readonly<Record<string, unknown>>> {
  let pending = '';
  try {
    for await (const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const blocks = `${pending}${text}`.split('\n\n');
      pending = blocks.pop() ?? '';
      yield* blocks.flatMap(dataOf);
    }
  } catch (cause) {
    throw new DemoFailure(`The stream of ${response.url} was interrupted: is the worker running?`, { cause });
  }
}

function dataOf(block: string): Readonly<Record<string, unknown>>[] {
  const lines = block.split('\n').filter((line) => line.startsWith('data:'));
  return lines.length > 0 ? [JSON.parse(lines.map((line) => line.slice('data:'.length).trim()).join('\n'))] : [];
}
