import { type Cursor, cursorText, isBefore, laterOf, parseCursor, START } from '@gatehouse/platform/events';

const at = (epoch: number, transactionId: string, position: string): Cursor => ({ epoch, transactionId, position });

describe('a cursor', () => {
  it('comes back from its text, with numbers that no float could hold', () => {
    const cursor = at(3, '9223372036854775809', '900719925474099267');
    expect(parseCursor(cursorText(cursor))).toEqual(cursor);
  });

  it.each([[''], ['1-2'], ['1-2-3-4'], ['1-2-x'], ['-1-2-3'], ['1-2-3 '], ['1-99999999999999999999-1'], ['١-2-3']])(
    'is not read from %j',
    (text) => {
      expect(() => parseCursor(text)).toThrow('No cursor');
    },
  );

  it('goes by epoch, then by transaction, then by position, as numbers', () => {
    const sorted = [
      START,
      at(1, '9', '7'),
      at(1, '9', '10'),
      at(1, '10', '1'),
      at(1, '9223372036854775808', '1'),
      at(1, '9223372036854775809', '1'),
      at(2, '1', '1'),
    ];
    const found = sorted.map((one) => sorted.map((other) => isBefore(one, other)));
    expect(found).toEqual(sorted.map((_, row) => sorted.map((__, column) => row < column)));
  });

  it('is the later of two, whichever comes first', () => {
    const [early, late] = [at(1, '9', '7'), at(1, '10', '1')];
    expect([laterOf(early, late), laterOf(late, early), laterOf(late, late)]).toEqual([late, late, late]);
  });
});
