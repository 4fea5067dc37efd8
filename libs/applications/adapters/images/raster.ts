import { crc32 } from 'node:zlib';

interface Size {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * The size of a PNG that is whole: its chunks follow one another to the very end, and each has its checksum (PNG, third
 * edition, section 5). Null for anything else, and for an animation.
 */
export function pngSize(bytes: Buffer): Size | null {
  const [header, ...others] = bytes.subarray(0, 8).equals(PNG_SIGNATURE) ? (pngChunks(bytes) ?? []) : [];
  if (header?.type !== 'IHDR' || header.data.length !== 13) return null;
  const types = others.map(({ type }) => type);
  const isWhole = types.includes('IDAT') && types.indexOf('IEND') === types.length - 1;
  if (!isWhole || types.includes('IHDR') || types.includes('acTL')) return null;
  return { width: header.data.readUInt32BE(0), height: header.data.readUInt32BE(4) };
}

/** Each: length, type, data and checksum. Null where one is cut off or damaged. */
function pngChunks(bytes: Buffer): Chunk[] | null {
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length; ) {
    const end = at + 12 <= bytes.length ? at + 12 + bytes.readUInt32BE(at) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) return null;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return null;
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, end - 4) });
    at = end;
  }
  return chunks;
}

/** `RIFF`, the length, `WEBP`. */
const WEBP_HEADER = 12;
const ANIMATED = 0x02;

/**
 * The size of a WebP that is whole: its chunks fill it to the end (WebP Container Specification). Null for anything
 * else, and for an animation.
 */
export function webpSize(bytes: Buffer): Size | null {
  const chunks = isWebp(bytes) ? (webpChunks(bytes) ?? []) : [];
  const [image, ...others] = chunks.filter(({ type }) => type === 'VP8 ' || type === 'VP8L');
  if (!image || others.length > 0 || chunks.some(({ type }) => type === 'ANIM' || type === 'ANMF')) return null;
  const own = image.type === 'VP8L' ? losslessSize(image.data) : lossySize(image.data);
  const canvas = chunks.find(({ type }) => type === 'VP8X');
  return own && canvas ? canvasSize(canvas.data) : own;
}

const isWebp = (bytes: Buffer): boolean =>
  bytes.length > WEBP_HEADER &&
  bytes.toString('latin1', 0, 4) === 'RIFF' &&
  bytes.readUInt32LE(4) + 8 === bytes.length &&
  bytes.toString('latin1', 8, WEBP_HEADER) === 'WEBP';

/** Each: type, length and data, padded to an even length. Null where one is cut off. */
function webpChunks(bytes: Buffer): Chunk[] | null {
  const chunks: Chunk[] = [];
  for (let at = WEBP_HEADER; at < bytes.length; ) {
    const length = at + 8 <= bytes.length ? bytes.readUInt32LE(at + 4) : Number.POSITIVE_INFINITY;
    const end = at + 8 + length + (length % 2);
    if (!(end <= bytes.length)) return null;
    chunks.push({ type: bytes.toString('latin1', at, at + 4), data: bytes.subarray(at + 8, at + 8 + length) });
    at = end;
  }
  return chunks;
}

function canvasSize(data: Buffer): Size | null {
  if (data.length < 10 || ((data[0] ?? 0) & ANIMATED) !== 0) return null;
  return { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
}

/** The first frame's header (RFC 6386, section 9.1). */
function lossySize(data: Buffer): Size | null {
  if (data.length < 10 || data.readUIntBE(3, 3) !== 0x9d012a) return null;
  return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
}

/** The signature, then two lengths of 14 bits each, less one (WebP Lossless Bitstream Specification, section 3). */
function losslessSize(data: Buffer): Size | null {
  if (data.length < 5 || data[0] !== 0x2f) return null;
  const bits = data.readUInt32LE(1);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
