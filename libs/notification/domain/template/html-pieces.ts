export interface HtmlPiece {
  /** `open`: from here on a tag, a comment, a style or a quote has no end, or a `<` begins nothing. */
  readonly kind: 'text' | 'tag' | 'comment' | 'style' | 'open';
  readonly content: string;
}

/** Cuts HTML into what is shown and what is not, in one pass, stricter than browsers: at the first doubt it ends. */
export function htmlPieces(html: string): HtmlPiece[] {
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
