import type { FieldError, NewEvent } from '@gatehouse/kernel';
import type { TermsAccepted } from '../../contract/events.js';

/** Terms that a person has agreed to. */
export interface AcceptedTerms {
  readonly version: string;
  readonly acceptedAt: Date;
}

/** Where nothing is asked, nothing is taken: agreement to terms that nobody has put is none. */
export function termsFaults(
  accepted: string | null | undefined,
  { termsVersion }: { readonly termsVersion: string | null },
): readonly FieldError[] {
  const fault = (pointer: string, code: string, message: string): FieldError[] => [{ pointer, code, message }];
  const isGiven = accepted != null;
  if (termsVersion === null)
    return isGiven ? fault('/acceptedTerms', 'field-not-accepted', 'This application does not accept this field') : [];
  if (!isGiven) return fault('/acceptedTerms', 'field-required', 'This field is required');
  if (accepted !== termsVersion)
    return fault(
      '/acceptedTerms',
      'terms-changed',
      'The terms have changed. Please read and accept the current version',
    );
  return [];
}

/** A person agrees to the terms of the application. */
export const acceptTerms = (eventId: string, userId: string, version: string): NewEvent<TermsAccepted> => ({
  id: eventId,
  subject: userId,
  type: 'user.terms-accepted.v1',
  data: { userId, version },
});
