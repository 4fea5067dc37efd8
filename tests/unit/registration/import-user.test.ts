import { EmailAddress } from '../../../libs/registration/domain/email-address.js';
import { type ForeignUser, importUser } from '../../../libs/registration/domain/user/import-user.js';
import { toldFaults } from '../../support/told-faults.js';

const NOW = new Date('2026-05-01T12:00:00Z');

const person = (fields: Partial<ForeignUser> = {}): ForeignUser => {
  const email = EmailAddress.parse('ada@example.org');
  if (!email.ok) throw new Error('An address is an address');
  const details = { name: null, surname: null, phone: null, hobbies: [], birthDate: null, locale: null };
  const known = { id: '1', email: email.value, details, passwordHash: 'a hash' };
  const claims = {
    emailVerified: true,
    phoneVerified: false,
    createdAt: '2020-02-29T00:00:00+02:00',
    acceptedTerms: null,
  };
  return { ...known, ...claims, ...fields };
};
const withPhone = { ...person().details, phone: '+33612345678' };
const faults = (fields: Partial<ForeignUser>, asksForPhone = false) => {
  const read = importUser(person(fields), asksForPhone, NOW);
  return read.ok ? [] : toldFaults(read.error);
};

describe('taking a person over', () => {
  it('makes an account where the mailbox is proven, as old as it was', () => {
    expect(importUser(person(), true, NOW)).toMatchObject({
      ok: true,
      value: { state: 'active', createdAt: new Date('2020-02-28T22:00:00Z'), phoneRequired: false },
    });
    expect(importUser(person({ createdAt: null }), false, NOW)).toMatchObject({ value: { createdAt: NOW } });
  });

  it('takes the terms that the person agreed to, unless that is yet to come', () => {
    const acceptedTerms = { version: '2019', acceptedAt: '2020-02-29T00:00:00Z' };
    expect(importUser(person({ acceptedTerms }), false, NOW)).toMatchObject({
      value: { acceptedTerms: { version: '2019', acceptedAt: new Date('2020-02-29T00:00:00Z') } },
    });
    expect(faults({ acceptedTerms: { ...acceptedTerms, acceptedAt: '2026-05-01T12:00:01Z' } })).toEqual([
      '/acceptedTerms/acceptedAt accepted-at-invalid',
    ]);
  });

  it('makes a registration where it is not, which has to prove what the application asks for', () => {
    const unproven = { emailVerified: false, details: withPhone };
    expect(importUser(person(unproven), false, NOW)).toMatchObject({
      value: { state: 'pending', phoneRequired: false },
    });
    expect(importUser(person(unproven), true, NOW)).toMatchObject({ value: { state: 'pending', phoneRequired: true } });
  });

  it('refuses what could never be opened, or cannot have been', () => {
    expect(faults({ passwordHash: null })).toEqual([]);
    expect(faults({ passwordHash: null, emailVerified: false })).toEqual(['/passwordHash field-required']);
    expect(faults({ emailVerified: false }, true)).toEqual(['/phone field-required']);
    expect(faults({ phoneVerified: true })).toEqual(['/phone field-required']);
    expect(faults({ createdAt: '2026-05-01T12:00:00.001Z' })).toEqual(['/createdAt created-at-invalid']);
    expect(faults({ createdAt: '1969-12-31T23:59:59Z' })).toEqual(['/createdAt created-at-invalid']);
    expect(faults({ createdAt: '1970-01-01T00:00:00Z' })).toEqual([]);
    expect(faults({ createdAt: NOW.toISOString() })).toEqual([]);
  });
});
