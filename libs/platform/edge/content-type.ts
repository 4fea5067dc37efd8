import { MIMEType } from 'node:util';
import type { CallHeaders } from './operation.js';
import { commonProblems, ProblemError } from './problem.js';

/** What says how a body is to be read. */
export type ContentHeaders = Pick<CallHeaders, 'content-type' | 'content-encoding'>;

export const NDJSON = 'application/x-ndjson';
const JSON_TYPE = 'application/json';
/** ASCII is UTF-8 too. */
const CHARSETS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii']);

const DETAILS = {
  'json-expected': `Must be ${JSON_TYPE}`,
  'ndjson-expected': `Must be ${NDJSON}`,
  'charset-unsupported': 'The charset must be UTF-8',
  'encoding-unsupported': 'Must not be compressed: Content-Encoding may only be identity',
} as const;

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

function expectType(headers: ContentHeaders, expected: string, detailCode: keyof typeof DETAILS): void {
  const { 'content-type': type = '', 'content-encoding': encoding = '' } = headers;
  if (type !== expected) {
    const read = mimeType(type);
    if (read?.essence !== expected) throw unsupported(detailCode);
    const charset = read.params.get('charset');
    if (charset !== null && !CHARSETS.has(charset.toLowerCase())) throw unsupported('charset-unsupported');
  }
  if (encoding !== '' && !isIdentity(encoding)) throw unsupported('encoding-unsupported');
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
