import type { PersonalRecords, QueryBus } from '@gatehouse/kernel';
import type { Operation } from '@gatehouse/platform/edge';
import type { StatusWatch } from '../application/ports/messages.js';
import { activationStatusOperation } from './activation-status.js';
import { exportMyDataOperation } from './export-my-data.js';
import { giveFeedbackOperation } from './feedback.js';
import {
  changePasswordOperation,
  changeProfileOperation,
  eraseMyAccountOperation,
  myProfileOperation,
  requestEmailChangeOperation,
  sendPhoneCodeOperation,
  verifyNewEmailOperation,
  verifyPhoneOperation,
} from './own-account.js';
import { requestPasswordResetOperation, resetPasswordOperation, undoEmailChangeOperation } from './recovery.js';
import {
  activateUserOperation,
  proveRegisteredPhoneOperation,
  readSignUpRulesOperation,
  registerUserOperation,
  resendActivationCodeOperation,
  resendPhoneActivationCodeOperation,
} from './sign-up.js';

export const registrationOperations = (
  queries: QueryBus,
  watch: StatusWatch,
  personalRecords: readonly PersonalRecords[],
): readonly Operation[] => [
  readSignUpRulesOperation,
  registerUserOperation,
  activationStatusOperation(queries, watch),
  activateUserOperation,
  resendActivationCodeOperation,
  proveRegisteredPhoneOperation,
  resendPhoneActivationCodeOperation,
  giveFeedbackOperation,
  myProfileOperation,
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
