import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type BadRequest, goodSignUp, jsonInvalid, postText, unsupported } from '../bad-request.js';

const text = JSON.stringify(goodSignUp);
const BOM = '\ufeff';
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
/** A good sign-up with these bytes within its name. */
const withName = (...values: number[]): Buffer =>
  Buffer.concat([
    Buffer.from(`${text.slice(0, -1)}, "name": "Gra`),
    Buffer.from(bytes(...values)),
    Buffer.from('ce"}'),
  ]);

const bodies: Readonly<Record<string, Uint8Array>> = {
  'UTF-16, little-endian': Buffer.from(text, 'utf16le'),
  'UTF-16, little-endian, with a mark': Buffer.from(BOM + text, 'utf16le'),
  'UTF-16, big-endian': Buffer.from(text, 'utf16le').swap16(),
  'UTF-16, big-endian, with a mark': Buffer.from(BOM + text, 'utf16le').swap16(),
  'UTF-32': Buffer.from([...text].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0])),
  'Latin-1': withName(0xe9),
  'Windows-1252 quotes': withName(0x93, 0x94),
  'half a character at its end': Buffer.concat([Buffer.from(text), bytes(0xf0, 0x9f)]),
  'an overlong NUL': withName(0xc0, 0x80),
  'an overlong slash': withName(0xe0, 0x80, 0xaf),
  'half a surrogate pair': withName(0xed, 0xa0, 0x80),
  'a surrogate pair as two characters': withName(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80),
  'a character beyond Unicode': withName(0xf4, 0x90, 0x80, 0x80),
  'a byte that UTF-8 never has': withName(0xff),
  'two byte order marks': Buffer.from(BOM + BOM + text),
  'a byte order mark behind the document': Buffer.from(text + BOM),
  'a byte order mark and nothing else': Buffer.from(BOM),
  'compression that is not declared': gzipSync(text),
};

const compressed: Readonly<Record<string, Uint8Array>> = {
  gzip: gzipSync(text),
  deflate: deflateSync(text),
  br: brotliCompressSync(text),
  zstd: Buffer.from(text),
  'gzip, gzip': gzipSync(gzipSync(text)),
  'identity, gzip': gzipSync(text),
  'x-unknown': Buffer.from(text),
};

export const encodings: readonly BadRequest[] = [
  ...Object.entries(bodies).map(([what, body]) => ({ what, bytes: postText('/v1/users', body), ...jsonInvalid })),
  ...Object.entries(compressed).map(([encoding, body]) => ({
    what: `a body of the encoding ${encoding}`,
    bytes: postText('/v1/users', body, `Content-Encoding: ${encoding}`),
    ...unsupported,
  })),
  {
    what: 'a small body that would become a large one',
    bytes: postText('/v1/users', gzipSync(Buffer.alloc(1_000_000, 'x')), 'Content-Encoding: gzip'),
    ...unsupported,
  },
];
