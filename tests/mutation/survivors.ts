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
];

export const reasonOf = (file: string, line: string, replacement: string): string | undefined =>
  SURVIVORS.find(
    (known) =>
      known.file === file &&
      line.includes(known.line) &&
      (known.becomes === undefined || known.becomes === replacement),
  )?.why;
