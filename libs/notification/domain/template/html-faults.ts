import type { FieldError } from '@gatehouse/kernel';

interface HtmlPiece {
  /** `open`: from here on a tag, a comment, a style or a quote has no end, or a `<` begins nothing. */
  readonly kind: 'text' | 'tag' | 'comment' | 'style' | 'open';
  readonly content: string;
}

/** What runs, sends, embeds or leads elsewhere by itself, wherever it stands. Mail programs drop most of it anyway. */
const ACTIVE =
  /<\/?(script|iframe|frame|object|embed|applet|form|input|button|textarea|select|base|link|svg|math|template|noscript|xmp|plaintext)\b|\b(javascript|vbscript)\s*:|http-equiv\s*=\s*["']?refresh/i;
const HANDLER = /[\s"'/]on[a-z]+\s*=/i;

/** The attributes that take a value: it is ours or was checked when it was set, and it is the whole of the attribute. */
const WHOLE =
  /\s(?:href="(?:\{\{(?:link|terms|privacy)\}\}|mailto:\{\{support\}\})"|src="\{\{logo\}\}"|bgcolor="\{\{accent\}\}")/gi;
const STYLE = /\sstyle="[^"]*"/gi;

/**
 * What is wrong with a template's HTML, apart from its placeholders' names. Values are escaped for text and for quoted
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

/** Cuts HTML into what is shown and what is not, in one pass, stricter than browsers: at the first doubt it ends. */
function htmlPieces(html: string): HtmlPiece[] {
  const pieces: HtmlPiece[] = [];
  let at = 0;
  while (at < html.length) {
    const [kind, end] = html[at] === '<' ? markup(html, at) : (['text', indexOr(html, '<', at, html.length)] as const);
    if (end < 0) return [...pieces, { kind: 'open', content: html.slice(at) }];
    pieces.push({ kind, content: html.slice(at, end) });
    at = end;
  }
  return pieces;
}

const indexOr = (text: string, wanted: string, from: number, otherwise: number): number => {
  const found = text.indexOf(wanted, from);
  return found < 0 ? otherwise : found;
};

/** What begins with the `<` at this place, and where it ends: -1 for nowhere. */
function markup(html: string, at: number): readonly [Exclude<HtmlPiece['kind'], 'text' | 'open'>, number] {
  if (html.startsWith('<!--', at)) return ['comment', past(html, /-->/g, at + 4)];
  const end = tagEnd(html, at);
  const isStyle = end > 0 && /^<style[\s/>]/i.test(html.slice(at, at + 7));
  return isStyle ? ['style', past(html, /<\/style\s*>/gi, end)] : ['tag', end];
}

function past(html: string, wanted: RegExp, from: number): number {
  wanted.lastIndex = from;
  return wanted.test(html) ? wanted.lastIndex : -1;
}

/** A `>` within quotes ends no tag; a `<` outside of them means that the tag was never closed. */
function tagEnd(html: string, at: number): number {
  if (!/[a-z/!]/i.test(html[at + 1] ?? '')) return -1;
  for (let place = at + 1; place < html.length; place += 1) {
    const character = html[place];
    if (character === '>') return place + 1;
    if (character === '<') return -1;
    if (character !== '"' && character !== "'") continue;
    place = html.indexOf(character, place + 1);
    if (place < 0) return -1;
  }
  return -1;
}

const hasHandler = ({ kind, content }: HtmlPiece): boolean =>
  (kind === 'tag' || kind === 'comment') && HANDLER.test(content);

const hidesPlaceholder = ({ kind, content }: HtmlPiece): boolean =>
  kind !== 'text' && kind !== 'open' && (kind === 'tag' ? withoutLook(content) : content).includes('{{');

/** In a style a color is a color: `#rrggbb`, whatever stands around it. */
const withoutLook = (tag: string): string =>
  tag.replace(WHOLE, '').replace(STYLE, (style) => style.replaceAll('{{accent}}', ''));
