/** What an examination has found, and what to do about it. */
export interface Finding {
  readonly subject: string;
  /** `warn`: it works, and somebody should look at it. `off`: not in use. */
  readonly state: 'good' | 'warn' | 'bad' | 'off';
  readonly found: string;
  readonly advice?: string;
}

export const good = (subject: string, found: string): Finding => ({ subject, state: 'good', found });
export const bad = (subject: string, found: string, advice: string): Finding => ({
  subject,
  state: 'bad',
  found,
  advice,
});
export const warn = (subject: string, found: string, advice: string): Finding => ({
  subject,
  state: 'warn',
  found,
  advice,
});
export const off = (subject: string, found: string): Finding => ({ subject, state: 'off', found });
