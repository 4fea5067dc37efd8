import { pageOf } from '@gatehouse/kernel';

const upTo = (last: number, limit: number) => Array.from({ length: Math.min(last, limit) }, (_, index) => index + 1);

describe('a page of a list', () => {
  it.each([
    { title: 'of nothing is empty, and nothing follows', last: 0, entries: [], nextAfter: null },
    { title: 'that takes all there is has none behind it', last: 3, entries: [1, 2, 3], nextAfter: null },
    { title: 'goes on behind its last entry where there is one more', last: 4, entries: [1, 2, 3], nextAfter: 'at 3' },
  ])('$title', ({ last, entries, nextAfter }) => {
    expect(pageOf(upTo(last, 4), 3, (entry) => `at ${entry}`)).toEqual({ entries, nextAfter });
  });
});
