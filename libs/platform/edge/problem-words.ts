import type { FieldError, Refusal } from '@gatehouse/kernel';
import { LOCALES, type Locale, loadWords, type Translate } from '../i18n.js';

/** A problem's sentences: English ones stand beside the codes that they explain, the others in `problem-words/`. */
export interface ProblemWords {
  title(problem: { readonly code: string; readonly title: string }): string;
  detail(refusal: Pick<Refusal, 'detail' | 'detailCode' | 'values'>): string | undefined;
  message(error: FieldError): string;
}

const english: ProblemWords = {
  title: ({ title }) => title,
  detail: ({ detail }) => detail,
  message: ({ message }) => message,
};

/** Read at the first problem that is told in another language, so that nobody else waits for them. */
let translations: ReturnType<typeof loadWords> | undefined;

export function problemWords(locale: Locale): ProblemWords {
  if (locale === 'en') return english;
  translations ??= loadWords(
    new URL('./problem-words/', import.meta.url),
    LOCALES.filter((other) => other !== 'en'),
  );
  const say = sayIn(translations(locale));
  return {
    title: ({ code, title }) => say(`titles.${code}`, title),
    detail: ({ detail, detailCode, values }) =>
      detail === undefined || detailCode === undefined ? detail : say(`details.${detailCode}`, detail, values),
    message: ({ code, message, values }) => say(`fields.${code}`, message, values),
  };
}

/** The English sentence where there is no other: better than a key. */
const sayIn =
  (translate: Translate) =>
  (key: string, otherwise: string, values?: FieldError['values']): string => {
    const text = translate(key, values);
    return text === key ? otherwise : text;
  };
