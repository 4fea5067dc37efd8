import type { CommandBus, PersonalRecords } from '@gatehouse/kernel';
import type { Route } from '@gatehouse/platform/http';
import type { StatusWatch } from '../../application/ports/status-watch.js';
import type { FindAccountRecords } from '../../contract/queries/find-account-records.js';
import type { FindActivationStatus } from '../../contract/queries/find-activation-status.js';
import type { FindProfile } from '../../contract/queries/find-profile.js';
import { activateUserRoute } from './activate-user.js';
import { activationStatusRoute } from './activation-status.js';
import { changePasswordRoute } from './change-password.js';
import { changeProfileRoute } from './change-profile.js';
import { eraseMyAccountRoute } from './erase-my-account.js';
import { exportMyDataRoute } from './export-my-data.js';
import { myProfileRoute } from './my-profile.js';
import { proveRegisteredPhoneRoute } from './prove-registered-phone.js';
import { registerUserRoute } from './register-user.js';
import { requestEmailChangeRoute } from './request-email-change.js';
import { requestPasswordResetRoute } from './request-password-reset.js';
import { resendActivationCodeRoute } from './resend-activation-code.js';
import { resendPhoneActivationCodeRoute } from './resend-phone-activation-code.js';
import { resetPasswordRoute } from './reset-password.js';
import { sendPhoneCodeRoute } from './send-phone-code.js';
import { undoEmailChangeRoute } from './undo-email-change.js';
import { verifyNewEmailRoute } from './verify-new-email.js';
import { verifyPhoneRoute } from './verify-phone.js';

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
