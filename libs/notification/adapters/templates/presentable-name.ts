import { isVisible } from '@gatehouse/kernel';
import { oneLine } from './plain-text.js';

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
