import { acceptTemplate } from '../../../libs/notification/domain/template/accept-template.js';
import { slowdownTo } from '../../support/processor-time.js';

const judge = (text: string) => () => acceptTemplate('activation-code', { html: text, text, subject: text });
const slowdownToPlain = slowdownTo(judge('nine seven lanterns '.repeat(3_000)));

it.each(['<a "', '<!--', '<style>', '<', '{{', '<a on', `<a '"`, ' on=', '<p x=', '<p>', '\\{{', 'http-equiv '])(
  'takes no longer for hostile parts of the greatest length: %j',
  (piece) => {
    const long = piece.repeat(60_000 / piece.length);
    expect(slowdownToPlain(judge(long), 20)).toBeLessThan(20);
  },
);
