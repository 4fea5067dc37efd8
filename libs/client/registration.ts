import type { ActivationStatus } from './follow-activation.js';
import {
  type CallOptions,
  type Credentials,
  creating,
  dataOf,
  init,
  type MailOptions,
  type OpenApi,
  type Schemas,
} from './open-api.js';
import { basicAuthorization } from './transport.js';

/** Everything before the first sign-in. */
export interface Registration {
  /** A code is on its way by mail. */
  signUp(person: Schemas['RegisterUserRequest'], options?: CallOptions): Promise<Schemas['RegisteredProfile']>;
  /** News of the message with the code, until it was sent or has failed. Leaving the loop ends the connection. */
  activationStatus(userId: string, options?: CallOptions): AsyncGenerator<ActivationStatus, void>;
  activate(
    proof: Credentials & { readonly code: string },
    options?: CallOptions,
  ): Promise<Schemas['ActivationProgress']>;
  /** Whether or not the address is known. Without a `redirect`, the link leads where that of the code before did. */
  resendCode(email: string, options?: MailOptions): Promise<void>;
  /** Where the application wants the phone proven as well. */
  proveRegisteredPhone(
    proof: Credentials & { readonly code: string },
    options?: CallOptions,
  ): Promise<Schemas['ActivationProgress']>;
  resendPhoneCode(credentials: Credentials, options?: CallOptions): Promise<void>;
  /** A code goes to the address, if somebody has an account there. */
  requestPasswordReset(email: string, options?: MailOptions): Promise<void>;
  resetPassword(reset: Schemas['ResetPasswordRequest'], options?: CallOptions): Promise<void>;
  /** With the token of the link that the former address got. */
  undoEmailChange(token: string, options?: CallOptions): Promise<void>;
  /** With the `feedbackToken` that the activation answers where the application asks for feedback. */
  giveFeedback(feedback: Schemas['GiveFeedbackRequest'], options?: CallOptions): Promise<void>;
}

export function registrationOf(
  api: OpenApi,
  follow: (userId: string, options?: CallOptions) => AsyncGenerator<ActivationStatus, void>,
): Registration {
  return {
    signUp: (body, options) => dataOf(api.POST('/v1/users', { body, ...creating(options) })),
    activationStatus: follow,
    activate: ({ code, ...credentials }, options) =>
      dataOf(api.POST('/v1/users/activation', { body: { code }, ...proven(credentials, options) })),
    resendCode: async (email, options) => {
      await api.POST('/v1/users/activation/code', { body: mailed(email, options), ...creating(options) });
    },
    proveRegisteredPhone: ({ code, ...credentials }, options) =>
      dataOf(api.POST('/v1/users/activation/phone', { body: { code }, ...proven(credentials, options) })),
    resendPhoneCode: async (credentials, options) => {
      const { headers } = creating();
      const proof = proven(credentials, options);
      await api.POST('/v1/users/activation/phone/code', { ...proof, headers: { ...headers, ...proof.headers } });
    },
    requestPasswordReset: async (email, options) => {
      await api.POST('/v1/password-resets', { body: mailed(email, options), ...creating(options) });
    },
    resetPassword: async (body, options) => {
      await api.POST('/v1/password-resets/confirmation', { body, ...init(options) });
    },
    undoEmailChange: async (token, options) => {
      await api.POST('/v1/users/email-undo', { body: { token }, ...init(options) });
    },
    giveFeedback: async (body, options) => {
      await api.POST('/v1/feedback', { body, ...init(options) });
    },
  };
}

const mailed = (email: string, { redirect }: MailOptions = {}) => ({ email, ...(redirect != null && { redirect }) });

const proven = (credentials: Credentials, options?: CallOptions) => ({
  ...init(options),
  headers: { Authorization: basicAuthorization(credentials) },
});
