import { escapeHtml } from './html.js';

/** The accent color for one of the color schemes, and that of text on it, as #rrggbb. */
interface SchemeAccent {
  readonly accent: string;
  readonly onAccent: string;
}

/** What an application has set of its colors and corners. */
export interface PageColors {
  readonly colorScheme: 'auto' | 'light' | 'dark';
  readonly accentColors: { readonly light: SchemeAccent; readonly dark: SchemeAccent };
  /** CSS pixels. */
  readonly cornerRadius: number;
}

/** How an application's pages look, beyond what all pages share. */
export interface PageLook {
  readonly colorScheme: PageColors['colorScheme'];
  /** Where its style sheet is; null: there is nothing but defaults. */
  readonly sheetHref: string | null;
  readonly logo: { readonly href: string; readonly width: number; readonly height: number } | null;
  readonly termsUrl: string | null;
  readonly privacyUrl: string | null;
  readonly supportEmail: string | null;
}

const SCHEMES = { auto: 'light dark', light: 'light', dark: 'dark' } as const;

/**
 * The sheet that makes pages and components look as an application has set: custom properties alone, which pages of
 * other origins can load too. Values are numbers and #rrggbb, so nobody can put CSS of their own into it.
 */
export const appearanceSheet = ({ colorScheme, accentColors: { light, dark }, cornerRadius }: PageColors): string =>
  `:root {
  color-scheme: ${SCHEMES[colorScheme]};
  --gatehouse-accent: light-dark(${light.accent}, ${dark.accent});
  --gatehouse-on-accent: light-dark(${light.onAccent}, ${dark.onAccent});
  --gatehouse-radius: ${cornerRadius}px;
}
`;

/** The lines of a page's head that come after its own sheet. With the color scheme, its first frame has the right ground. */
export const lookHead = ({ colorScheme, sheetHref }: PageLook): string =>
  `<meta name="color-scheme" content="${SCHEMES[colorScheme]}" />${sheetHref === null ? '' : `\n    <link rel="stylesheet" href="${escapeHtml(sheetHref)}" />`}`;

/** In CSS pixels; a wide logo is lower. */
const LOGO = { width: 240, height: 48 } as const;

/** With its size, so that nothing moves when it arrives. It says no more than the name beside it. */
export function logoImage({ logo }: PageLook): string {
  if (logo === null) return '';
  const scale = Math.min(1, LOGO.width / logo.width, LOGO.height / logo.height);
  const [width, height] = [logo.width, logo.height].map((length) => Math.max(1, Math.round(length * scale)));
  return `<img class="logo" src="${escapeHtml(logo.href)}" alt="" width="${width}" height="${height}" />`;
}

/** Where terms, privacy policy and help are; nothing where the application names none. */
export function lookFooter({ termsUrl, privacyUrl, supportEmail }: PageLook, say: (key: string) => string): string {
  const links = [
    [termsUrl, 'terms'],
    [privacyUrl, 'privacy'],
    [supportEmail === null ? null : `mailto:${supportEmail}`, 'support'],
  ].flatMap(([href, key]) => (href === null ? [] : `<a href="${escapeHtml(`${href}`)}">${say(`footer.${key}`)}</a>`));
  return links.length === 0 ? '' : `    <footer>\n      ${links.join('\n      ')}\n    </footer>\n`;
}
