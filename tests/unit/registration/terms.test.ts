import { acceptTerms, termsFaults } from '../../../libs/registration/domain/user/terms.js';
import { toldFaults } from '../../support/told-faults.js';

const told = (accepted: string | null | undefined, termsVersion: string | null) =>
  toldFaults(termsFaults(accepted, { termsVersion }));

describe('the terms that a person agrees to', () => {
  it('are nobody’s business where the application does not ask', () => {
    expect(told(undefined, null)).toEqual([]);
    expect(told(null, null)).toEqual([]);
    expect(told('2026-11', null)).toEqual(['/acceptedTerms field-not-accepted']);
  });

  it('are the current ones, character by character', () => {
    expect(told('2026-11', '2026-11')).toEqual([]);
    expect(told(undefined, '2026-11')).toEqual(['/acceptedTerms field-required']);
    expect(told(null, '2026-11')).toEqual(['/acceptedTerms field-required']);
    for (const other of ['2026-10', '2026-11 ', '', '2026‐11']) {
      expect(told(other, '2026-11')).toEqual(['/acceptedTerms terms-changed']);
    }
  });

  it('are an event of the person', () => {
    expect(acceptTerms('e', 'u', '2026-11')).toEqual({
      id: 'e',
      subject: 'u',
      type: 'user.terms-accepted.v1',
      data: { userId: 'u', version: '2026-11' },
    });
  });
});
