import { redirectTarget } from '../../../apps/api/hosted-pages/hosted-pages-router.js';

const TARGET = 'https://shop.example/welcome?from=mail';
const allowed = [TARGET, 'javascript:alert(1)', 'data:text/html,x', '//evil.example'];

describe('where a page may send people on to', () => {
  it('is an address on the application’s list', () => {
    expect(redirectTarget([TARGET], allowed)).toBe(TARGET);
  });

  it.each([
    ['nothing asked for', []],
    ['two at once', [TARGET, TARGET]],
    ['an empty one', ['']],
    ['a stranger’s', ['https://evil.example/welcome?from=mail']],
    ['one that begins alike', [`${TARGET}&x=1`]],
    ['one with a longer host', ['https://shop.example.evil.example/welcome?from=mail']],
    ['one with our host as user', ['https://shop.example@evil.example/welcome?from=mail']],
    ['one in capitals', ['HTTPS://SHOP.EXAMPLE/welcome?from=mail']],
    ['one with a fragment', [`${TARGET}#x`]],
    ['one with a space', [` ${TARGET}`]],
    ['one with a line break', [`${TARGET}\r\nSet-Cookie: a=b`]],
    ['one without a scheme', ['//shop.example/welcome?from=mail']],
    ['one by another path', ['https://shop.example/x/../welcome?from=mail']],
    ['a script, though it is listed', ['javascript:alert(1)']],
    ['data, though they are listed', ['data:text/html,x']],
    ['another scheme’s, though it is listed', ['//evil.example']],
  ])('is nowhere for %s', (_name, asked) => {
    expect(redirectTarget(asked, allowed)).toBeNull();
  });
});
