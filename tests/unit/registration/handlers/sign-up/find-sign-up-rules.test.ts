import { queryWith } from '@gatehouse/kernel';
import { FindSignUpRules } from '@gatehouse/registration/contract';
import { FindSignUpRulesHandler } from '../../../../../libs/registration/application/sign-up/find-sign-up-rules.js';
import { standardPolicy } from '../../../../../libs/registration/domain/policy.js';
import { KnownApplications } from '../../../../support/registration/in-memory/known-applications.js';
import { context } from '../../../../support/registration/in-memory/password-stage.js';

describe('what a sign-up asks for', () => {
  let applications: KnownApplications;
  beforeEach(() => {
    applications = new KnownApplications();
  });
  const find = () => new FindSignUpRulesHandler({ applications }).execute(queryWith(FindSignUpRules, {}), context);

  it('is what the application’s policy says', async () => {
    expect(await find()).toEqual({
      ok: true,
      value: {
        passwordMinLength: 8,
        fields: standardPolicy.profile,
        terms: null,
        resetCodeLength: 8,
        gapSeconds: 30,
      },
    });
  });

  it('is the phone too, where that is to be proven', async () => {
    applications.policy = { ...standardPolicy, requirePhone: true };
    expect(await find()).toMatchObject({ ok: true, value: { fields: { phone: 'required' } } });
  });

  it('is the agreement to the terms, with where they can be read', async () => {
    applications.policy = { ...standardPolicy, termsVersion: '2' };
    applications.links = { termsUrl: 'https://shop.example/terms', privacyUrl: null };
    const terms = { version: '2', termsUrl: 'https://shop.example/terms', privacyUrl: null };
    expect(await find()).toMatchObject({ ok: true, value: { terms } });
  });
});
