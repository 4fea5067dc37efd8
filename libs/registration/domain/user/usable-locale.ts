import { withoutInvisible } from '@gatehouse/kernel';

/** RFC 5646, section 4.4.1. */
const LONGEST_TAG = 35;
const MOST_SUBTAGS = 8;
/** Up to what POSIX (`en_US.UTF-8@euro`) and lists (`fr,en;q=0.5`) put behind a tag. */
const TAG = /^[a-z]{2,3}(?:[-_][a-z0-9]+)*(?=$|[-_.@,;\s])/i;

/**
 * The language, script, region and variants of what a browser or a system calls its language, as a canonical tag
 * (BCP 47); null where it names none. Extensions such as `-u-nu-latn` say nothing of the language, and what is no
 * well-formed end of a tag is left out: nobody is refused for the settings of their device.
 */
export function usableLocale(typed: string): string | null {
  const [tag] = TAG.exec(withoutInvisible(typed.slice(0, 2 * LONGEST_TAG)).trim()) ?? [];
  const subtags = tag?.split(/[-_]/, MOST_SUBTAGS) ?? [];
  for (let length = subtags.length; length > 0; length -= 1) {
    const canonical = canonicalTag(subtags.slice(0, length).join('-'));
    if (canonical !== null && canonical.length <= LONGEST_TAG) return canonical;
  }
  return null;
}

function canonicalTag(tag: string): string | null {
  try {
    // The variant `posix` becomes an extension, which `baseName` keeps.
    return new Intl.Locale(tag).baseName.replace(/-[a-z0-9]-.*$/i, '');
  } catch {
    return null;
  }
}
