/** What is known of an application's logo besides its bytes. */
export interface LogoImage {
  /** The last part of its path; changes with the content. */
  readonly name: string;
  readonly type: 'image/png' | 'image/webp' | 'image/svg+xml';
  /** Pixels; of an SVG, a width that fits its height. */
  readonly width: number;
  readonly height: number;
}

/** Pixels, of either side: a smaller image is a blot, and a larger one takes memory on every device that shows it. */
export const LOGO_SIDES = { min: 16, max: 2_048 } as const;

/**
 * `image-unreadable`: not whole, animated, or of no type that is known; `image-empty`: nothing in it can be seen;
 * `image-complex`: it has too many elements, or too deep ones; `image-sides`: it is too small or too large.
 */
export type LogoFault = 'image-unreadable' | 'image-empty' | 'image-complex' | 'image-sides';

/** Images that have no pixels of their own fit any size. */
export const hasLogoSize = ({ type, width, height }: Omit<LogoImage, 'name'>): boolean =>
  type === 'image/svg+xml' || [width, height].every((side) => side >= LOGO_SIDES.min && side <= LOGO_SIDES.max);

/** As it is published: with its path below the service's own address. */
export const shownLogo = (slug: string, { name, type, width, height }: LogoImage) => ({
  path: `/a/${slug}/logo/${name}`,
  type,
  width,
  height,
});
