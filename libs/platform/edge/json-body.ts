import { MIMEType } from 'node:util';
import { createScanner } from 'jsonc-parser';
import type { CallHeaders } from './operation.js';
import { commonProblems, ProblemError } from './problem.js';

/** Of a call, where its operation says no other. */
export const MAX_BODY_BYTES = 8 * 1024;

const MAX_DEPTH = 10;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const utf8 = new TextDecoder('utf-8', { fatal: true });

export const NDJSON = 'application/x-ndjson';
const JSON_TYPE = 'application/json';

const DETAILS = {
  'body-not-json': 'The body is not valid JSON',
  'body-not-object': 'The body must be an object',
  'body-not-utf-8': 'The body is not UTF-8',
  'body-incomplete': 'The body is incomplete',
  'body-too-deep': `At most ${MAX_DEPTH} levels`,
  'name-repeated': 'A name appears twice',
  'name-forbidden': 'A name is not allowed',
  'json-expected': `Must be ${JSON_TYPE}`,
  'ndjson-expected': `Must be ${NDJSON}`,
  'charset-unsupported': 'The charset must be UTF-8',
  'encoding-unsupported': 'Must not be compressed: Content-Encoding may only be identity',
} as const;

function invalid(detailCode: keyof typeof DETAILS, cause?: unknown): ProblemError {
  const detail = { detail: DETAILS[detailCode], detailCode, values: { limit: MAX_DEPTH } };
  return new ProblemError(commonProblems['json-invalid'], detail, {}, { cause });
}

/** The caller has gone away, or lost the connection, in the middle of a body. */
export const bodyIncomplete = (cause?: unknown): ProblemError => invalid('body-incomplete', cause);

/**
 * Reads I-JSON (RFC 7493) that holds an object.
 * @throws ProblemError 400 json-invalid
 */
export function parseJsonObject(bytes: Uint8Array): Record<string, unknown> {
  const text = decode(bytes);
  const value = parse(text);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw invalid('body-not-object');
  checkNames(text);
  return value as Record<string, unknown>;
}

export const bodyTooLarge = (limit: number): ProblemError =>
  new ProblemError(commonProblems['body-too-large'], {
    detail: `At most ${limit} bytes`,
    detailCode: 'body-over-limit',
    values: { limit },
  });

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw invalid('body-not-utf-8', error);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid('body-not-json', error);
  }
}

/**
 * `JSON.parse` keeps the last of two equal names and takes any depth: both are how filters are fooled.
 * @param text valid JSON, in which a colon follows names alone
 */
function checkNames(text: string): void {
  const scanner = createScanner(text, true);
  /** Of the object that is open at each depth; none before its first name, so that empty objects cost next to nothing. */
  const names: (Set<string> | undefined)[] = [];
  let depth = 0;
  let name = '';
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    switch (text[scanner.getTokenOffset()]) {
      case '{':
      case '[':
        depth += 1;
        if (depth > MAX_DEPTH) throw invalid('body-too-deep');
        names[depth] = undefined;
        break;
      case '}':
      case ']':
        depth -= 1;
        break;
      case '"':
        name = scanner.getTokenValue();
        break;
      case ':': {
        const seen = names[depth] ?? new Set<string>();
        if (seen.has(name)) throw invalid('name-repeated');
        if (FORBIDDEN_KEYS.has(name)) throw invalid('name-forbidden');
        names[depth] = seen.add(name);
      }
    }
  }
}

/** One line of a text, counted from 1; `bytes` are without its end, and null where it is longer than allowed. */
export interface Line {
  readonly number: number;
  readonly bytes: Uint8Array | null;
}

const NEWLINE = 0x0a;

/**
 * Splits a stream into lines and hands on those that each piece of it completes. No more than one line is held, and of
 * one that is too long nothing is, however long it goes on.
 * @param limit bytes of a line
 */
export async function* readLines(source: AsyncIterable<Uint8Array>, limit: number): AsyncIterable<Line[]> {
  let number = 1;
  let held: Uint8Array[] = [];
  let length = 0;
  const take = (part: Uint8Array): void => {
    length += part.length;
    if (length <= limit) held.push(part);
    else held = [];
  };
  const complete = (): Line => {
    const line = { number, bytes: length <= limit ? Buffer.concat(held) : null };
    number += 1;
    held = [];
    length = 0;
    return line;
  };
  for await (const chunk of source) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end));
      lines.push(complete());
      start = end + 1;
    }
    if (start < chunk.length) take(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (length > 0) yield [complete()];
}

/** What says how a body is to be read. */
export type ContentHeaders = Pick<CallHeaders, 'content-type' | 'content-encoding'>;

/** ASCII is UTF-8 too. */
const CHARSETS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii']);

function unsupported(detailCode: keyof typeof DETAILS): ProblemError {
  return new ProblemError(commonProblems['media-type-unsupported'], { detail: DETAILS[detailCode], detailCode });
}

/**
 * Parameters besides `charset` say nothing that matters here, and are ignored.
 * @throws ProblemError 415 media-type-unsupported, unless the body is JSON in UTF-8 as it is
 */
export function expectJson(headers: ContentHeaders): void {
  expectType(headers, JSON_TYPE, 'json-expected');
}

/**
 * The same for JSON by lines.
 * @throws ProblemError 415 media-type-unsupported
 */
export function expectNdjson(headers: ContentHeaders): void {
  expectType(headers, NDJSON, 'ndjson-expected');
}

/**
 * That a body of any type comes as it is.
 * @throws ProblemError 415 media-type-unsupported
 */
export function expectPlain({ 'content-encoding': encoding = '' }: ContentHeaders): void {
  if (encoding !== '' && !isIdentity(encoding)) throw unsupported('encoding-unsupported');
}

function expectType(headers: ContentHeaders, expected: string, detailCode: keyof typeof DETAILS): void {
  const { 'content-type': type = '' } = headers;
  if (type !== expected) {
    const read = mimeType(type);
    if (read?.essence !== expected) throw unsupported(detailCode);
    const charset = read.params.get('charset');
    if (charset !== null && !CHARSETS.has(charset.toLowerCase())) throw unsupported('charset-unsupported');
  }
  expectPlain(headers);
}

/** As browsers read it (WHATWG MIME Sniffing), who forgive a semicolon at the end. */
function mimeType(text: string): MIMEType | null {
  try {
    return new MIMEType(text);
  } catch {
    return null;
  }
}

/** RFC 9110, section 8.4.1: `identity` is no encoding. Empty parts of a list count for nothing. */
const isIdentity = (encoding: string): boolean =>
  encoding.split(',').every((part) => ['', 'identity'].includes(part.trim().toLowerCase()));
