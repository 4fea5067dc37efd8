import { createHash } from 'node:crypto';
import { err, ok, type Result } from '@gatehouse/kernel';
import type { ImageParts, ImageReader, ReadImage } from '../../application/ports/logos.js';
import type { LogoFault } from '../../domain/application/logo.js';
import { pngSize, webpSize } from './raster.js';

/** Reads PNG and WebP as they are, and makes SVG safe. Each takes time by its length. */
export class CheckedImageReader implements ImageReader {
  async read(image: string): Promise<Result<ReadImage, LogoFault>> {
    const bytes = Buffer.from(image, 'base64');
    const raster = rasterOf(bytes, 'image/png', pngSize(bytes)) ?? rasterOf(bytes, 'image/webp', webpSize(bytes));
    // Loaded when needed: only API processes do, and rarely.
    const read = raster ? ok(raster) : (await import('./svg.js')).readSvg(bytes);
    if (!read.ok) return err(read.error);
    const name = createHash('sha256').update(read.value.content).digest('hex').slice(0, 32);
    return ok({ name, ...read.value });
  }
}

function rasterOf(
  content: Buffer,
  type: 'image/png' | 'image/webp',
  size: { readonly width: number; readonly height: number } | null,
): ImageParts | null {
  return size && { type, ...size, content, removed: [] };
}
