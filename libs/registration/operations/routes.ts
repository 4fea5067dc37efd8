import type { CommandBus, PersonalRecords } from '@gatehouse/kernel';
import type { Route } from '@gatehouse/platform/edge';
import type { StatusWatch } from '../application/ports/status-watch.js';
import type { FindAccountRecords } from '../contract/queries/find-account-records.js';
import type { FindActivationStatus } from '../contract/queries/find-activation-status.js';
import type { FindProfile } from '../contract/queries/find-profile.js';
import { changePasswordRoute } from './own-account/change-password.js';
import { changeProfileRoute } from './own-account/change-profile.js';
import { eraseMyAccountRoute } from './own-account/erase-my-account.js';
import { exportMyDataRoute } from './own-account/export-my-data.js';
import { myProfileRoute } from './own-account/my-profile.js';
import { requestEmailChangeRoute } from './own-account/request-email-change.js';
import { sendPhoneCodeRoute } from './own-account/send-phone-code.js';
import { verifyNewEmailRoute } from './own-account/verify-new-email.js';
import { verifyPhoneRoute } from './own-account/verify-phone.js';
import { requestPasswordResetRoute } from './recovery/request-password-reset.js';
import { resetPasswordRoute } from './recovery/reset-password.js';
import { undoEmailChangeRoute } from './recovery/undo-email-change.js';
import { activateUserRoute } from './sign-up/activate-user.js';
import { activationStatusRoute } from './sign-up/activation-status.js';
import { proveRegisteredPhoneRoute } from './sign-up/prove-registered-phone.js';
import { registerUserRoute } from './sign-up/register-user.js';
import { resendActivationCodeRoute } from './sign-up/resend-activation-code.js';
import { resendPhoneActivationCodeRoute } from './sign-up/resend-phone-activation-code.js';

export const registrationRoutes = (
  bus: CommandBus,
  findProfile: FindProfile,
  findStatus: FindActivationStatus,
  watch: StatusWatch,
  findRecords: FindAccountRecords,
  personalRecords: readonly PersonalRecords[],
): readonly Route[] => [
  registerUserRoute(bus),
  activationStatusRoute(findStatus, watch),
  activateUserRoute(bus),
  resendActivationCodeRoute(bus),
  proveRegisteredPhoneRoute(bus),
  resendPhoneActivationCodeRoute(bus),
  myProfileRoute(findProfile),
  changeProfileRoute(bus),
  eraseMyAccountRoute(bus),
  exportMyDataRoute(findRecords, personalRecords),
  changePasswordRoute(bus),
  requestEmailChangeRoute(bus),
  verifyNewEmailRoute(bus),
  undoEmailChangeRoute(bus),
  requestPasswordResetRoute(bus),
  resetPasswordRoute(bus),
  sendPhoneCodeRoute(bus),
  verifyPhoneRoute(bus),
];
