import { standardPolicy, strictPolicy, wideNetworkLimit } from '../../../libs/registration/domain/policy.js';

describe('the standard policy', () => {
  it('asks a person for an address and a password alone, and takes what else they say', () => {
    const { profile, termsVersion, requirePhone, askFeedback } = standardPolicy;
    expect(Object.keys(profile).sort()).toEqual(['birthDate', 'hobbies', 'name', 'phone', 'surname']);
    expect(new Set(Object.values(profile))).toEqual(new Set(['accepted']));
    expect({ termsVersion, requirePhone, askFeedback }).toEqual({
      termsVersion: null,
      requirePhone: false,
      askFeedback: false,
    });
  });

  it('tells nobody who has an account', () => {
    expect(standardPolicy.revealExistingAccounts).toBe(false);
  });

  it('has the activation within one minute, with four digits', () => {
    expect(standardPolicy.codes.activation).toMatchObject({ digits: 4, lifeSeconds: 60, triesPerCode: 3 });
  });

  // docs/security.md states these figures.
  it('slows guessing down after five wrong passwords, from 15 seconds to 15 minutes', () => {
    expect(standardPolicy.guessing).toEqual({
      freeTries: 5,
      firstDelaySeconds: 15,
      longestDelaySeconds: 15 * 60,
      perNetwork: 30,
      networkWindowSeconds: 15 * 60,
    });
  });

  it('sends SMS where they cost little: to the European Union, its neighbours and North America', () => {
    const { countries } = standardPolicy.sms;
    const union = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');
    expect([...countries].sort()).toEqual([...union, 'CA', 'CH', 'GB', 'IS', 'LI', 'NO', 'US'].sort());
  });

  it('sends SMS to phones that people carry, and to no number that costs more', () => {
    expect([...standardPolicy.sms.numberTypes].sort()).toEqual(['fixed-line-or-mobile', 'mobile']);
  });

  it('gives a site ten times what one of its networks may have', () => {
    expect(wideNetworkLimit({ perNetworkAndHour: 30 })).toBe(300);
  });
});

describe('the strict policy', () => {
  it('is the standard one with longer codes for activation and longer passwords', () => {
    const { codes, password, ...others } = strictPolicy;
    expect(others).toEqual((({ codes: _, password: __, ...rest }) => rest)(standardPolicy));
    expect(codes).toEqual({ ...standardPolicy.codes, activation: { ...standardPolicy.codes.activation, digits: 6 } });
    expect(password).toEqual({ minLength: 15, maxLength: 128 });
  });
});
