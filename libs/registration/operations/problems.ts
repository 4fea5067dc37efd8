import { problemTable } from '@gatehouse/platform/edge';
import { emailRefusals as email, phoneRefusals as phone, registrationRefusals as title } from '../contract/refusals.js';

/** This context's refusals as HTTP knows them. Those that any operation may answer are the platform's. */
export const registrationProblems = problemTable({
  'credentials-invalid': { status: 401, title: title['credentials-invalid'] },
  'password-wrong': { status: 403, title: title['password-wrong'] },
  'account-suspended': { status: 403, title: title['account-suspended'] },
  'application-not-found': { status: 404, title: 'Application not found' },
  'user-unknown': { status: 404, title: 'User not found' },
  'text-stop-unknown': { status: 404, title: title['text-stop-unknown'] },
  'email-taken': { status: 409, title: title['email-taken'] },
  'user-pending': { status: 409, title: 'This account has not been activated yet' },
  'already-active': { status: 409, title: title['already-active'] },
  'email-unchanged': { status: 409, title: email['email-unchanged'] },
  'former-email-taken': { status: 409, title: email['former-email-taken'] },
  'undo-over': { status: 410, title: email['undo-over'] },
  'email-already-verified': { status: 409, title: title['email-already-verified'] },
  'phone-not-required': { status: 409, title: title['phone-not-required'] },
  'phone-missing': { status: 409, title: phone['phone-missing'] },
  'phone-already-verified': { status: 409, title: title['phone-already-verified'] },
  'phone-country-refused': { status: 422, title: phone['phone-country-refused'] },
  'phone-type-refused': { status: 422, title: phone['phone-type-refused'] },
  'feedback-closed': { status: 410, title: title['feedback-closed'] },
  'code-expired': { status: 410, title: title['code-expired'] },
  'code-invalid': { status: 422, title: title['code-invalid'] },
  'tries-exhausted': { status: 429, title: title['tries-exhausted'] },
});
