import type { PersonalRecords, QueryBus } from '@gatehouse/kernel';
import type { Operation } from '@gatehouse/platform/edge';
import type { StatusWatch } from '../application/ports/status-watch.js';
import { changePasswordOperation } from './own-account/change-password.js';
import { changeProfileOperation } from './own-account/change-profile.js';
import { eraseMyAccountOperation } from './own-account/erase-my-account.js';
import { exportMyDataOperation } from './own-account/export-my-data.js';
import { myProfileOperation } from './own-account/my-profile.js';
import { requestEmailChangeOperation } from './own-account/request-email-change.js';
import { sendPhoneCodeOperation } from './own-account/send-phone-code.js';
import { verifyNewEmailOperation } from './own-account/verify-new-email.js';
import { verifyPhoneOperation } from './own-account/verify-phone.js';
import { requestPasswordResetOperation } from './recovery/request-password-reset.js';
import { resetPasswordOperation } from './recovery/reset-password.js';
import { undoEmailChangeOperation } from './recovery/undo-email-change.js';
import { activateUserOperation } from './sign-up/activate-user.js';
import { activationStatusOperation } from './sign-up/activation-status.js';
import { proveRegisteredPhoneOperation } from './sign-up/prove-registered-phone.js';
import { registerUserOperation } from './sign-up/register-user.js';
import { resendActivationCodeOperation } from './sign-up/resend-activation-code.js';
import { resendPhoneActivationCodeOperation } from './sign-up/resend-phone-activation-code.js';

export const registrationOperations = (
  queries: QueryBus,
  watch: StatusWatch,
  personalRecords: readonly PersonalRecords[],
): readonly Operation[] => [
  registerUserOperation,
  activationStatusOperation(queries, watch),
  activateUserOperation,
  resendActivationCodeOperation,
  proveRegisteredPhoneOperation,
  resendPhoneActivationCodeOperation,
  myProfileOperation(queries),
  changeProfileOperation,
  eraseMyAccountOperation,
  exportMyDataOperation(queries, personalRecords),
  changePasswordOperation,
  requestEmailChangeOperation,
  verifyNewEmailOperation,
  undoEmailChangeOperation,
  requestPasswordResetOperation,
  resetPasswordOperation,
  sendPhoneCodeOperation,
  verifyPhoneOperation,
];
