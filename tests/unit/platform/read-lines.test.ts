import { type Line, readLines } from '@gatehouse/platform/edge';
import fc from 'fast-check';

const LIMIT = 8;

async function linesOf(chunks: readonly string[]): Promise<[number, string | null][]> {
  const found: Line[] = [];
  const source = async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk);
  };
  for await (const lines of readLines(source(), LIMIT)) found.push(...lines);
  return found.map(({ number, bytes }) => [number, bytes && Buffer.from(bytes).toString()]);
}

describe('reading lines', () => {
  it('numbers them from one, and takes a last one without an end', async () => {
    expect(await linesOf(['a\n\nb'])).toEqual([
      [1, 'a'],
      [2, ''],
      [3, 'b'],
    ]);
    expect(await linesOf(['a\n'])).toEqual([[1, 'a']]);
    expect(await linesOf([])).toEqual([]);
  });

  it('names one that is too long, and goes on with the next', async () => {
    expect(
      await linesOf(['12345678\n123456789\nb\n', 'x'.repeat(100), 'x'.repeat(100), '\nc\n', 'y'.repeat(9)]),
    ).toEqual([
      [1, '12345678'],
      [2, null],
      [3, 'b'],
      [4, null],
      [5, 'c'],
      [6, null],
    ]);
  });

  it('finds the same ones however the stream is cut', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 60 });
    const cuts = fc.array(fc.nat(60), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(text, cuts, async (whole, at) => {
        const places = [0, ...at.filter((place) => place < whole.length).sort((a, b) => a - b), whole.length];
        const pieces = places.slice(1).map((end, index) => whole.slice(places[index], end));
        const lines = whole === '' ? [] : whole.replace(/\n$/, '').split('\n');
        const expected = lines.map((line, index) => [index + 1, line.length > LIMIT ? null : line]);
        expect(await linesOf(pieces)).toEqual(expected);
      }),
    );
  });
});
