import { applicationsSurvivors } from './applications-survivors.ts';
import { registrationSurvivors } from './registration-survivors.ts';
import type { Survivor } from './survivor.ts';

/** Mutants that no test notices, and why they may live. */
const SURVIVORS: readonly Survivor[] = [
  ...applicationsSurvivors,
  ...registrationSurvivors,
  ...['false', ';'].map((becomes) => ({
    file: 'libs/webhooks/application/deliveries/receiver-places.ts',
    line: 'else if (receiver.quick.size + receiver.slow.size === 0) this.#receivers.delete(webhookId)',
    becomes,
    why: 'What stays is an entry without attempts, which counts like none. It costs memory alone',
  })),
  ...['""', 'false'].map((becomes) => ({
    file: 'libs/access/application/sessions/refresh-session.ts',
    line: "if (next === 'stale' || !next.ok) return next",
    becomes,
    why: 'A text has no `ok` either, so the second half returns it too. The compiler needs the first',
  })),
  {
    file: 'libs/access/domain/session/session.ts',
    line: 'rotatedAt !== null && now.getTime()',
    becomes: 'true',
    why: 'The earlier hash and the time of its exchange are set together. The compiler needs the check',
  },
  {
    file: 'libs/notification/application/delivery/deliver-message.ts',
    line: 'owner === delivery.userId || owner === null',
    becomes: 'false',
    why: 'Where nobody owns it, its order names nobody either. The compiler needs the check',
  },
  {
    file: 'libs/notification/application/delivery/compose-message.ts',
    line: "dispatch.kind === 'code' && dispatch.purpose === 'phone'",
    becomes: 'true',
    why: 'Of what is sent, only a code has the purpose `phone`. The compiler needs the check',
  },
  {
    file: 'libs/notification/application/messages/find-messages.ts',
    line: "recipients.get(message.codeId ?? message.noticeId ?? '')",
    becomes: '"Stryker was here!"',
    why: 'No code or notice has that id either',
  },
  {
    file: 'libs/notification/application/templates/preview-template.ts',
    line: "const accepted = acceptTemplate(template, { subject: subject ?? '', text: text ?? '', html: html ?? '' })",
    why: 'Faults of absent parts are left out, and a whole draft has none absent. The compiler needs a value',
  },
  {
    file: 'libs/notification/application/templates/preview-template.ts',
    line: "throw new Error('A draft without faults is accepted')",
    why: 'Its faults were looked for before, by the same rules. The compiler needs the check',
  },
  {
    file: 'libs/registration/domain/email-address.ts',
    line: "labels.at(-1) ?? ''",
    becomes: '"Stryker was here!"',
    why: 'There is always a last label. The compiler needs the default',
  },
  ...['false', '[]'].map((becomes) => ({
    file: 'libs/registration/domain/password.ts',
    line: '[...typed].length > MOST_JOINED * policy.maxLength',
    becomes,
    why: 'What is longer stays too long once it is normalized, too. The check saves that work',
  })),
  {
    file: 'libs/registration/domain/password.ts',
    line: 'folded.split(/[^\\p{L}\\p{N}]+/u)',
    becomes: '/[^\\p{L}\\p{N}]/u',
    why: 'There are more empty parts then, which are too short to count',
  },
  {
    file: 'libs/registration/domain/code/code.ts',
    line: 'code.dispatchedAt !== null && code.expiresAt !== null && now < code.expiresAt',
    becomes: 'true',
    why: 'The same: no time is before null. The compiler needs the check',
  },
  {
    file: 'libs/registration/domain/code/code.ts',
    line: 'code.acceptedAt !== null && code.expiresAt !== null && now >= code.expiresAt',
    becomes: 'true',
    why: 'An accepted code always has an end. The compiler needs the check',
  },
  {
    file: 'libs/registration/domain/code/code.ts',
    line: 'country: target?.country ?? null',
    becomes: 'target.country',
    why: 'A code by SMS always has a phone as its target; the type also covers mail',
  },
  {
    file: 'libs/webhooks/domain/delivery/decide-after-answer.ts',
    line: 'status !== null && status >= 200 && status < 300',
    becomes: 'true',
    why: 'Null is not 200 or more either. The compiler needs the check',
  },
  {
    file: 'libs/webhooks/domain/webhook/webhook.ts',
    line: "decision.kind === 'failed' && decision.failure === 'gone'",
    becomes: 'true',
    why: 'Only a failed delivery has a failure. The compiler needs the check',
  },
  {
    file: 'libs/registration/domain/user/personal-details.ts',
    line: 'const [tag] = TAG.exec(',
    becomes: '["Stryker was here"]',
    why: 'Text that is no tag has no canonical form either',
  },
  {
    file: 'libs/registration/domain/user/personal-details.ts',
    line: 'const subtags = tag?.split(',
    becomes: '["Stryker was here"]',
    why: 'The same',
  },
  {
    file: 'libs/registration/domain/user/personal-details.ts',
    line: 'length > 0; length -= 1',
    becomes: 'length >= 0',
    why: 'No subtags at all have no canonical form: one more round ends in null as well',
  },
  {
    file: 'libs/registration/domain/user/personal-details.ts',
    line: 'hobbies: [...new Set(',
    becomes: '"Stryker was here!"',
    why: 'A hobby is a text, never null. The compiler needs the check',
  },
  {
    file: 'libs/registration/domain/user/personal-details.ts',
    line: 'new Intl.Locale(tag).baseName.replace(',
    becomes: '/-[a-z0-9]-.*/i',
    why: 'A tag is one line, so that `.*` reaches its end',
  },
  {
    file: 'libs/notification/domain/provider/route.ts',
    line: 'export function routeFrom(',
    becomes: '["Stryker was here"]',
    why: 'A name that no provider has counts as none',
  },
  {
    file: 'libs/notification/domain/template/accept-template.ts',
    line: 'text.matchAll(PLACEHOLDER)',
    becomes: '"Stryker was here!"',
    why: 'Every match has a name. The compiler needs the default',
  },
  {
    file: 'libs/notification/domain/template/accept-template.ts',
    line: "text.replace(PLACEHOLDER, ' ')",
    becomes: '""',
    why: 'No placeholder has a brace before it, so that what is left around it cannot join to two',
  },
  {
    file: 'libs/notification/domain/template/html-faults.ts',
    line: 'html[at + 1] ??',
    becomes: '"Stryker was here!"',
    why: 'A `<` at the very end has no end either way',
  },
  {
    file: 'libs/notification/domain/template/html-faults.ts',
    line: 'place < html.length',
    becomes: 'place <= html.length',
    why: 'Behind the last character is none: one more round changes nothing',
  },
  {
    file: 'libs/notification/domain/template/html-faults.ts',
    line: 'if (place < 0) return -1',
    becomes: 'place <= 0',
    why: 'A quote never closes at the first character',
  },
  {
    file: 'libs/notification/domain/template/html-faults.ts',
    line: 'if (end < 0) return',
    becomes: 'end <= 0',
    why: 'Nothing ends at the first character',
  },
  {
    file: 'libs/notification/domain/template/html-faults.ts',
    line: 'if (end < 0) return',
    becomes: 'html',
    why: 'What follows a loose end is not checked: the whole is refused',
  },
  {
    file: 'libs/notification/domain/template/html-faults.ts',
    line: 'return found < 0 ? otherwise',
    becomes: 'found <= 0',
    why: 'Only asked where the first character is another',
  },
  {
    file: 'libs/notification/domain/template/html-faults.ts',
    line: 'const isStyle =',
    becomes: 'end >= 0',
    why: 'Nothing ends at the first character',
  },
  {
    file: 'libs/notification/domain/template/html-faults.ts',
    line: 'const isStyle =',
    becomes: '/<style[\\s/>]/i',
    why: 'The piece that is tested is as long as the match',
  },
  {
    file: 'libs/notification/domain/template/html-faults.ts',
    line: "return isStyle ? ['style'",
    becomes: '""',
    why: 'All that is neither text, tag nor comment is treated alike',
  },
  {
    file: 'libs/notification/domain/template/html-faults.ts',
    line: "tag.replace(WHOLE, '')",
    becomes: '"Stryker was here!"',
    why: 'Only the braces that are left count',
  },
];

export const reasonOf = (file: string, line: string, replacement: string): string | undefined =>
  SURVIVORS.find(
    (known) =>
      known.file === file &&
      line.includes(known.line) &&
      (known.becomes === undefined || known.becomes === replacement),
  )?.why;
