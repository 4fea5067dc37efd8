import { type AnswerOf, ok, type QueryContext, type QueryHandler } from '@gatehouse/kernel';
import type { FindAppearance } from '../../contract/queries/find-appearance.js';
import { accentColors, defaultAppearance } from '../../domain/application/appearance.js';
import type { KnownApplications } from '../ports/applications.js';

export class FindAppearanceHandler implements QueryHandler<FindAppearance> {
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
      accentColors: accentColors(accentColor),
      cornerRadius: appearance.cornerRadius ?? defaultAppearance.cornerRadius,
      colorScheme: appearance.colorScheme ?? defaultAppearance.colorScheme,
      logo,
      termsUrl: appearance.termsUrl ?? null,
      privacyUrl: appearance.privacyUrl ?? null,
      supportEmail: appearance.supportEmail ?? null,
    });
  }
}
