import { negotiateLocale } from '@gatehouse/platform/i18n';
import { filled } from '../../support/hostile-text.js';
import { slowdownTo } from '../../support/processor-time.js';

/** What a header may hold where all of them together may have 8 KiB. */
const LIMIT = 7_800;
const upTo = (part: string, end = '') => filled(LIMIT, part, end);

describe('Accept-Language at its limit takes no longer than a plain one', () => {
  const plain = upTo('en-GB,en;q=0.9,');
  const slowdown = slowdownTo(() => negotiateLocale(plain));

  it.each([
    ['subtags of one letter', upTo('en-x-', 'a').replaceAll('en-x', 'a').replace(/^a/, 'en-x')],
    ['subtags of eight letters', upTo('en-abcdefgh')],
    ['hyphens', upTo('-')],
    ['commas', upTo(',')],
    ['ranges that are none', upTo('fr;q=,')],
    ['spaces', upTo(' ', 'x')],
    ['weights', upTo('fr;q=0.001 ')],
    ['nothing but letters', upTo('a')],
    ['extensions', upTo('en-u-ca-buddhist-')],
  ])('%s', (_what, hostile) => {
    expect(slowdown(() => negotiateLocale(hostile), 5)).toBeLessThan(5);
  });
});
