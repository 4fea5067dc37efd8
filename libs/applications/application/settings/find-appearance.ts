import { type AnswerOf, ok, type QueryContext, type QueryHandler } from '@gatehouse/kernel';
import type { FindAppearance } from '../../contract/queries/find-appearance.js';
import { accentColors, defaultAppearance } from '../../domain/application/appearance.js';
import type { KnownApplications } from '../ports/applications.js';

export class FindAppearanceHandler implements QueryHandler<FindAppearance> {
  /** Mixing takes a tenth of the time that a mail does, and applications rarely change. */
  readonly #mixed = new WeakMap<object, ReturnType<typeof accentColors>>();

  constructor(private readonly ports: { readonly known: KnownApplications }) {}

  async execute(_query: FindAppearance, { application }: QueryContext): Promise<AnswerOf<FindAppearance>> {
    const found = await this.ports.known.bySlug(application);
    // The carrier has refused an unknown slug before, and applications stay.
    if (!found) throw new Error(`No application "${application}"`);
    const { slug, name, logo, appearance } = found;
    const accentColor = appearance.accentColor ?? defaultAppearance.accentColor;
    return ok({
      application: slug,
      name,
      accentColor,
      accentColors: this.#accentColors(appearance, accentColor),
      cornerRadius: appearance.cornerRadius ?? defaultAppearance.cornerRadius,
      colorScheme: appearance.colorScheme ?? defaultAppearance.colorScheme,
      logo,
      termsUrl: appearance.termsUrl ?? null,
      privacyUrl: appearance.privacyUrl ?? null,
      supportEmail: appearance.supportEmail ?? null,
    });
  }

  #accentColors(appearance: object, color: string): ReturnType<typeof accentColors> {
    const known = this.#mixed.get(appearance) ?? accentColors(color);
    this.#mixed.set(appearance, known);
    return known;
  }
}
