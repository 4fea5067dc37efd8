import type { Translate } from '@gatehouse/platform/i18n';
import type { MailLook } from '../../domain/message/message.js';

/** What a layout needs of an application's look, by name. */
export type LookView = ReturnType<typeof lookView>;

const SCHEMES = { auto: 'light dark', light: 'light', dark: 'dark' } as const;
/** When the rules for dark programs count. */
const DARK_MEDIA = { auto: '(prefers-color-scheme: dark)', light: 'not all', dark: 'all' } as const;

/** In CSS pixels; a wide logo is lower. */
const LOGO = { width: 200, height: 40 } as const;

/** @param translate in the mail's language */
export function lookView(look: MailLook, translate: Translate) {
  const { colorScheme, accentColors, cornerRadius, logo, termsUrl, privacyUrl, supportEmail } = look;
  const { light, dark } = accentColors;
  const scale = logo && Math.min(1, LOGO.width / logo.width, LOGO.height / logo.height);
  const sized = (length: number) => String(Math.max(1, Math.round(length * (scale ?? 1))));
  const labels = {
    termsLabel: translate('about.terms'),
    privacyLabel: translate('about.privacy'),
    supportLabel: translate('about.support'),
  };
  const lines = [
    [labels.termsLabel, termsUrl],
    [labels.privacyLabel, privacyUrl],
    [labels.supportLabel, supportEmail],
  ].flatMap(([label, where]) => (where === null ? [] : [`${label}: ${where}`]));
  return {
    scheme: SCHEMES[colorScheme],
    darkMedia: DARK_MEDIA[colorScheme],
    accent: light.accent,
    onAccent: light.onAccent,
    darkAccent: dark.accent,
    darkOnAccent: dark.onAccent,
    radius: String(cornerRadius),
    logo: logo?.url,
    logoWidth: logo ? sized(logo.width) : undefined,
    logoHeight: logo ? sized(logo.height) : undefined,
    terms: termsUrl ?? undefined,
    privacy: privacyUrl ?? undefined,
    support: supportEmail ?? undefined,
    ...labels,
    about: lines.length > 0 ? lines.join('\n') : undefined,
  };
}

/** What an application's own template may name of it; what the application has not set is empty. */
export const namedLook = ({ accentColors, logo, termsUrl, privacyUrl, supportEmail }: MailLook) => ({
  accent: accentColors.light.accent,
  logo: logo?.url ?? '',
  terms: termsUrl ?? '',
  privacy: privacyUrl ?? '',
  support: supportEmail ?? '',
});

/** An image of which there is no address would be shown as one that is broken. */
export const withoutMissingLogo = (html: string): string =>
  html.replaceAll(/<img\b[^<>]*\{\{logo\}\}[^<>]*>/gi, (image) => `{{#if logo}}${image}{{/if}}`);
