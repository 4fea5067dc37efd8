import { type Application, FindAppearance, FindApplication, FindOriginAllowed } from '@gatehouse/applications/contract';
import { answers, InProcessQueryBus, ok, type QueryBus } from '@gatehouse/kernel';
import { FindSignUpRules, type SignUpRules } from '@gatehouse/registration/contract';
import { FindAppearanceHandler } from '../../libs/applications/application/settings/find-appearance.js';

const USUAL: SignUpRules = {
  fields: { name: 'accepted', surname: 'accepted', phone: 'accepted', birthDate: 'accepted', hobbies: 'accepted' },
  passwordMinLength: 8,
  terms: null,
  resetCodeLength: 8,
  gapSeconds: 30,
};

/** Queries where every slug has an application, and no origin is anybody's. */
export const knowing = (
  applicationOf: (slug: string) => Application,
  rules: Partial<SignUpRules> | ((slug: string) => Partial<SignUpRules>) = {},
): QueryBus =>
  new InProcessQueryBus(() => [
    answers(
      FindAppearance,
      new FindAppearanceHandler({
        known: { bySlug: async (slug) => applicationOf(slug), allowsOrigin: async () => false },
      }),
    ),
    answers(FindApplication, { execute: async ({ slug }) => ok(applicationOf(slug)) }),
    answers(FindSignUpRules, {
      execute: async (_query, { application }) =>
        ok({ ...USUAL, ...(typeof rules === 'function' ? rules(application) : rules) }),
    }),
    answers(FindOriginAllowed, { execute: async () => ok(false) }),
  ]);
