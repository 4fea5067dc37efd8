import { commonProblems, idInPath } from '@gatehouse/platform/edge';

const ID = '019a4f3f-1b2c-7a41-8c5d-3e9f70a1b2c3';
const notFound = commonProblems['not-found'];

describe('an id in a path', () => {
  it.each([ID, ID.toUpperCase()])('is the one that is written elsewhere: %s', (text) => {
    expect(idInPath(text, notFound)).toBe(ID);
  });

  it.each([undefined, '', '0', `${ID}0`, ` ${ID}`, ID.replaceAll('-', ''), `{${ID}}`, `${ID}\n`])(
    'that cannot be one is not found: %j',
    (text) => {
      expect(() => idInPath(text, notFound)).toThrow(expect.objectContaining({ problem: notFound }));
    },
  );
});
