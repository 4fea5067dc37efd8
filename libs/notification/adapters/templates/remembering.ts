import type { Translate } from '@gatehouse/platform/i18n';

/** Many more than there are texts of a language, times a few applications. */
const REMEMBERED = 2_000;

/** Remembers what it has said: mails to different people differ in few words. Not for words that name a person. */
export function remembering(translate: Translate): Translate {
  const known = new Map<string, string>();
  return (key, values) => {
    const question = `${key} ${JSON.stringify(values)}`;
    const remembered = known.get(question);
    if (remembered !== undefined) return remembered;
    if (known.size >= REMEMBERED) known.clear();
    const said = translate(key, values);
    known.set(question, said);
    return said;
  };
}
