import { isVisible } from '@gatehouse/kernel';

const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** Marks of direction, invisible spaces and hyphens, tags, lone surrogates, and what is no character at all. */
const UNSEEN =
  /[\p{Cs}\p{Co}\p{Cn}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;

/**
 * One line of plain text out of somebody else's: no line break, no control or direction mark, at most `max` code
 * points. Joiners (U+200C, U+200D) stay, because names and emoji need them.
 */
export function oneLine(text: string, max: number): string {
  const clean = text.replace(UNSEEN, '').replace(BREAKS, ' ').replace(/\s+/g, ' ').trim();
  const points = [...clean];
  return points.length <= max
    ? clean
    : `${points
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}

const LONGEST_NAME = 60;

/** What mail programs turn into a link, or what reads like one. */
const LINK_LIKE = /[/\\@:<>{}]|www\b|\S\.\p{L}{2,}/iu;

/**
 * The name that a person may be greeted with, if there is any. Anybody can sign up with somebody else's address, so
 * the name field must not become a way to write to strangers: no links, nothing longer than a name.
 */
export function presentableName(name: string | null): string | null {
  const line = oneLine(name ?? '', LONGEST_NAME + 1);
  const isFit = isVisible(line) && [...line].length <= LONGEST_NAME && !LINK_LIKE.test(line.normalize('NFKC'));
  return isFit ? line : null;
}
