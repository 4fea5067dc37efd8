interface Survivor {
  readonly file: string;
  /** Part of the line that was changed. */
  readonly line: string;
  /** What became of it, if not every change of that line may live. */
  readonly becomes?: string;
  readonly why: string;
}

/** Mutants that no test notices, and why they may live. */
const SURVIVORS: readonly Survivor[] = [
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
    file: 'libs/notification/application/delivery/compose-message.ts',
    line: "dispatch.kind === 'code' && dispatch.purpose === 'phone'",
    becomes: 'true',
    why: 'Of what is sent, only a code has the purpose `phone`. The compiler needs the check',
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
];

export const reasonOf = (file: string, line: string, replacement: string): string | undefined =>
  SURVIVORS.find(
    (known) =>
      known.file === file &&
      line.includes(known.line) &&
      (known.becomes === undefined || known.becomes === replacement),
  )?.why;
