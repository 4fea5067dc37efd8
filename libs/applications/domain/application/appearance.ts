/** What pages and mails use where the application says nothing. */
export const defaultAppearance = { accentColor: '#1d4ed8', cornerRadius: 10, colorScheme: 'auto' } as const;

/** Of text (WCAG 2.2, 1.4.3). */
const MIN_CONTRAST = 4.5;
/** More than the minimum: colored text on a dark page is tiring at 4.5:1. */
const MIN_CONTRAST_IN_DARK = 5.5;

const [WHITE, BLACK, NEARLY_BLACK] = ['#ffffff', '#000000', '#0b1220'] as const;
/** Of all that pages and mails put links on, the darkest light color and the lightest dark one. */
const [DARKEST_LIGHT, LIGHTEST_DARK] = ['#f1f3f6', '#1f262d'] as const;

/** One step of mixing. */
const STEP = 0.02;

export interface AccentColor {
  /** Of buttons and links, as #rrggbb. */
  readonly accent: string;
  /** Of text on it. */
  readonly onAccent: string;
}

/** Whether white text can be read on a color given as #rrggbb. */
export const isDarkEnoughForWhite = (color: string): boolean => contrast(color, WHITE) >= MIN_CONTRAST;

/** From 1 to 21 (WCAG 2.2), of two colors given as #rrggbb. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/**
 * An accent color as it can be read on light and on dark pages: as it is where possible, else as much darker or lighter
 * as needed.
 * @param color as #rrggbb, dark enough for white text
 */
export const accentColors = (color: string): { readonly light: AccentColor; readonly dark: AccentColor } => ({
  light: { accent: readableOn(DARKEST_LIGHT, color, BLACK, MIN_CONTRAST), onAccent: WHITE },
  dark: { accent: readableOn(LIGHTEST_DARK, color, WHITE, MIN_CONTRAST_IN_DARK), onAccent: NEARLY_BLACK },
});

/** The color nearest to `color` on the way to `end` that has the contrast with `ground`, as `end` itself does. */
function readableOn(ground: string, color: string, end: string, needed: number): string {
  let mixed = color.toLowerCase();
  for (let share = STEP; contrast(mixed, ground) < needed; share += STEP) mixed = mix(color, end, share);
  return mixed;
}

const mix = (color: string, end: string, share: number): string => {
  const to = channels(end);
  const mixed = channels(color).map((from, at) => Math.round(from + ((to[at] ?? 0) - from) * share));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
};

/** Relative luminance of sRGB, 0 to 1 (WCAG 2.2). */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => linear(channel / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const channels = (color: string): number[] => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
