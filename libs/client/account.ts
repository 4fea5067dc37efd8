import { type CallOptions, type Credentials, creating, dataOf, init, type OpenApi, type Schemas } from './open-api.js';
import type { SessionKeeper } from './session-keeper.js';
import { basicAuthorization, withCookies } from './transport.js';

/** The account that is signed in. */
export interface Account {
  profile(options?: CallOptions): Promise<Schemas['Profile']>;
  /** A field that is absent stays as it is, null empties it. */
  change(changes: Schemas['ChangeMyProfileRequest'], options?: CallOptions): Promise<Schemas['Profile']>;
  /** Ends all other sessions. */
  changePassword(change: Schemas['ChangeMyPasswordRequest'], options?: CallOptions): Promise<void>;
  /**
   * A code goes to the new address, which counts once `verifyEmail` has brought it. Answers the profile where no code is
   * needed, because the address is the account's own in other letters.
   */
  requestEmailChange(
    change: Schemas['RequestEmailChangeRequest'],
    options?: CallOptions,
  ): Promise<Schemas['Profile'] | undefined>;
  verifyEmail(code: string, options?: CallOptions): Promise<Schemas['Profile']>;
  /** To this number, or to the profile's. */
  sendPhoneCode(phone?: string, options?: CallOptions): Promise<void>;
  verifyPhone(code: string, options?: CallOptions): Promise<Schemas['Profile']>;
  /** All that is held about the person. */
  export(options?: CallOptions): Promise<Schemas['PersonalExport']>;
  /** For good. The password is asked again, and the session ends with the account. */
  erase(credentials: Credentials, options?: CallOptions): Promise<void>;
}

export function accountOf(api: OpenApi, keeper: SessionKeeper, cookies: boolean): Account {
  return {
    profile: (options) => dataOf(api.GET('/v1/users/me', init(options))),
    change: (body, options) => dataOf(api.PATCH('/v1/users/me', { body, ...init(options) })),
    changePassword: async (body, options) => {
      await api.PUT('/v1/users/me/password', { body, ...init(options) });
    },
    requestEmailChange: async (body, options) => {
      const { data } = await api.POST('/v1/users/me/email', { body, ...creating(options) });
      return data;
    },
    verifyEmail: (code, options) =>
      dataOf(api.POST('/v1/users/me/email/verification', { body: { code }, ...init(options) })),
    sendPhoneCode: async (phone, options) => {
      await api.POST('/v1/users/me/phone/code', { body: phone === undefined ? {} : { phone }, ...creating(options) });
    },
    verifyPhone: (code, options) =>
      dataOf(api.POST('/v1/users/me/phone/verification', { body: { code }, ...init(options) })),
    export: (options) => dataOf(api.GET('/v1/users/me/export', init(options))),
    erase: async (credentials, options) => {
      const headers = { Authorization: basicAuthorization(credentials) };
      await api.DELETE('/v1/users/me', { headers, ...withCookies(cookies), ...init(options) });
      await keeper.end();
    },
  };
}
