import type { FieldError } from '@gatehouse/kernel';
import { type HtmlPiece, htmlPieces } from './html-pieces.js';

/** What runs, sends, embeds or leads elsewhere by itself, wherever it stands. Mail programs drop most of it anyway. */
const ACTIVE =
  /<\/?(script|iframe|frame|object|embed|applet|form|input|button|textarea|select|base|link|svg|math|template|noscript|xmp|plaintext)\b|\b(javascript|vbscript)\s*:|http-equiv\s*=\s*["']?refresh/i;
const HANDLER = /[\s"'/]on[a-z]+\s*=/i;

/** The one attribute that takes a value: the address is ours, and it is the whole of it. */
const LINK = /\shref="\{\{link\}\}"/gi;

/**
 * What is wrong with a template's HTML besides its placeholders' names. Values are escaped for text and for quoted
 * attributes; in comments, styles and other attributes escaping would not be enough, so that none stand there.
 */
export function htmlFaults(html: string): FieldError[] {
  const faults: FieldError[] = [];
  const fault = (pointer: string, code: string, message: string) => faults.push({ pointer, code, message });
  const pieces = htmlPieces(html);

  if (ACTIVE.test(html) || pieces.some(hasHandler))
    fault('/html', 'html-active', 'Must not contain scripts, forms, frames or event handlers');
  if (pieces.some(hidesPlaceholder))
    fault('/html', 'placeholder-misplaced', 'Placeholders must be visible text, or {{link}} as a whole href');
  if (pieces.some(({ kind }) => kind === 'open'))
    fault('/html', 'html-malformed', 'Must be HTML with closed tags, comments and quotes');
  return faults;
}

const hasHandler = ({ kind, content }: HtmlPiece): boolean =>
  (kind === 'tag' || kind === 'comment') && HANDLER.test(content);

const hidesPlaceholder = ({ kind, content }: HtmlPiece): boolean =>
  kind !== 'text' && kind !== 'open' && content.replace(LINK, '').includes('{{');
