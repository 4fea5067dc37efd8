import { err, ok, type Result } from '@gatehouse/kernel';
import sanitize from 'sanitize-html';
import type { ImageParts } from '../../application/ports/logos.js';
import type { LogoFault } from '../../domain/application/logo.js';
import { ATTRIBUTES, type Attributes, DRAWN, DROPPED, safeAttributes, TAGS } from './svg-rules.js';

/** Far more than a logo has. */
const MOST_ELEMENTS = 5_000;
const DEEPEST = 40;

/** Pixels: twice what pages show. An SVG has no size of its own that would matter. */
const HEIGHT = 96;
const WIDEST = 2_048;

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** XML 1.0 has no way to write these. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * An SVG with nothing in it but shapes, gradients and text: no script, no style sheet, no link to anything outside of it, and
 * nothing that is drawn more often than it is written. What is left is XML that any reader reads alike.
 */
export function readSvg(bytes: Uint8Array): Result<ImageParts, LogoFault> {
  const given = textOf(bytes);
  if (given === null || !/<svg[\s>]/.test(given)) return err('image-unreadable');
  // Counted before: an unclosed element costs the parser a look at every later one that is closed.
  if (given.split('<').length > 2 * MOST_ELEMENTS) return err('image-complex');
  const removed = new Set<string>();
  const safe = sanitize(given, {
    allowedTags: [...TAGS],
    allowedAttributes: { '*': [...ATTRIBUTES] },
    // What draws is dropped with all that is in it; of anything else its shapes stay.
    nonTextTags: [...DROPPED],
    disallowedTagsMode: 'completelyDiscard',
    selfClosing: [],
    allowedSchemes: [],
    allowedSchemesAppliedToAttributes: [],
    parser: { xmlMode: true, lowerCaseTags: false, lowerCaseAttributeNames: false, decodeEntities: true },
    transformTags: {
      '*': (tagName, attribs) => {
        if (DROPPED.has(tagName) && tagName !== 'metadata') removed.add(tagName);
        return { tagName, attribs: safeAttributes(tagName, attribs) };
      },
    },
  }).trim();
  const depth = depthOf(safe);
  if (depth === null || !safe.isWellFormed() || NO_XML.test(safe)) return err('image-unreadable');
  if (depth > DEEPEST) return err('image-complex');
  if (!DRAWN.test(safe)) return err('image-empty');
  const size = sizeOf(safe);
  if (size === null) return err('image-unreadable');
  return ok({ type: 'image/svg+xml', ...size, content: Buffer.from(safe), removed: [...removed].sort() });
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** How deep the elements are nested; null where it is not one `svg` with everything in it. */
function depthOf(xml: string): number | null {
  if (!/^<svg[\s>]/.test(xml)) return null;
  const open: string[] = [];
  let deepest = 0;
  // Nothing else of the text has a `<`: it was escaped.
  for (const { 1: end = '', 2: name = '', index } of xml.matchAll(/<(\/?)([A-Za-z]+)/g)) {
    if (open.length === 0 && index > 0) return null;
    if (end === '') deepest = Math.max(deepest, open.push(name));
    else if (open.pop() !== name) return null;
  }
  return open.length === 0 && xml.endsWith('</svg>') ? deepest : null;
}

/** By its `viewBox`, or else its width and height; null where it has neither, and would be shown at no size that fits. */
function sizeOf(xml: string): { readonly width: number; readonly height: number } | null {
  const root = xml.slice(0, xml.indexOf('>'));
  const attributes: Attributes = Object.fromEntries(
    [...root.matchAll(/ ([\w:]+)="([^"]*)"/g)].map(([, ...pair]) => pair),
  );
  const box =
    attributes['viewBox']
      ?.trim()
      .split(/[\s,]+/)
      .map(Number) ?? [];
  const [
    ,
    ,
    width = Number.parseFloat(attributes['width'] ?? ''),
    height = Number.parseFloat(attributes['height'] ?? ''),
  ] = box;
  if (!(width > 0 && height > 0 && Number.isFinite(width) && Number.isFinite(height))) return null;
  return { width: Math.min(WIDEST, Math.max(1, Math.round((width / height) * HEIGHT))), height: HEIGHT };
}
