/** What the service takes for a code, as the `pattern` of a field: digits of any script, with spaces and hyphens. */
export const TYPED_CODE = String.raw`[\s\p{Pd}\p{DI}]{0,8}(\p{Nd}[\s\p{Pd}\p{DI}]{0,8}){4,10}`;

const WHOLE = new RegExp(`^${TYPED_CODE}$`, 'u');
/** A code alone, or the beginning of one. */
const WITHOUT_WORDS = /^[\s\p{Pd}\p{DI}\p{Nd}]*$/u;
const RUN = /\p{Nd}(?:[\s\p{Pd}\p{DI}]?\p{Nd})*/gu;

export const isWholeCode = (text: string): boolean => WHOLE.test(text);

/** The digits of what is being typed; null where something else than a code stands there. */
export const digitsOf = (text: string): readonly string[] | null =>
  WITHOUT_WORDS.test(text) ? [...text.replace(/\P{Nd}/gu, '')] : null;

/** The digits of the one code in a text such as "Your code is 0417"; null where there is none, or another beside it. */
export function codeIn(text: string): string | null {
  if (WITHOUT_WORDS.test(text)) return null;
  const runs = (text.match(RUN) ?? []).map((run) => run.replace(/\P{Nd}/gu, ''));
  const codes = new Set(runs.filter((run) => /^\p{Nd}{4,10}$/u.test(run)));
  return codes.size === 1 ? ([...codes][0] ?? null) : null;
}
