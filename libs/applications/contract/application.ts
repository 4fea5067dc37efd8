/** A frontend or product whose people register here. */
export interface Application {
  readonly slug: string;
  readonly name: string;
  /** BCP 47: the language of those who name none. */
  readonly defaultLocale: string;
  /** Exact origins, such as `https://shop.example`. */
  readonly allowedOrigins: readonly string[];
  /** Where the links in its mails lead to; null for the pages of this service. */
  readonly linkBaseUrl: string | null;
  /** Exact addresses that the pages of this service may send its people on to. */
  readonly redirectTargets: readonly string[];
  readonly preset: 'standard' | 'strict';
  /** What differs from the preset, section by section. */
  readonly policy: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
