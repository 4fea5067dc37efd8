import { asking, basicCredentials, executing, type Operation } from '@gatehouse/platform/edge';
import {
  ChangePassword,
  ChangeProfile,
  RequestEmailChange,
  SendPhoneCode,
  VerifyNewEmail,
  VerifyPhone,
} from '../contract/commands/own-account.js';
import { EraseOwnAccount } from '../contract/commands/standing.js';
import { FindProfile } from '../contract/queries/own-account.js';
import { Profile } from '../contract/read-models/profile.js';
import { clearedCookie, exampleActive } from './examples.js';
import { registrationProblems as problems } from './problems.js';

export const myProfileOperation: Operation = {
  method: 'get',
  path: '/v1/users/me',
  operationId: 'getMyProfile',
  tag: 'Profile',
  summary: 'Read the signed-in person’s profile',
  security: 'bearer',
  answers: { 200: { description: 'The profile', schema: Profile, example: exampleActive } },
  problems: [problems['account-suspended']],
  asks: asking(FindProfile),
  bus: { durable: false },
};

export const changeProfileOperation: Operation = {
  method: 'patch',
  path: '/v1/users/me',
  operationId: 'changeMyProfile',
  tag: 'Profile',
  summary: 'Change the profile',
  description:
    'Merges the fields into the profile (RFC 7396): absent fields are unchanged, null clears a field, lists are replaced. A changed phone number is no longer verified. The address has its own route.',
  security: 'bearer',
  body: { schema: ChangeProfile, example: { surname: 'King', hobbies: ['mathematics', 'flying'], birthDate: null } },
  answers: {
    200: {
      description: 'The updated profile',
      schema: Profile,
      example: { ...exampleActive, surname: 'King', hobbies: ['mathematics', 'flying'], birthDate: null },
    },
  },
  problems: [problems['account-suspended']],
  executes: executing(ChangeProfile),
  bus: { durable: false },
};

export const eraseMyAccountOperation: Operation = {
  method: 'delete',
  path: '/v1/users/me',
  operationId: 'eraseMyAccount',
  tag: 'Profile',
  summary: 'Erase the account',
  description:
    'Requires the address and the password with HTTP Basic (email:password, UTF-8), signed in or not: an access token is not enough. For scripts of pages, a 401 has the challenge `X-Basic`, so that the browser shows no login dialog. When it answers, the person’s data is deleted, all sessions have ended, and the address is free. If no account has this password, pending registrations of the address with this password are erased. This cannot be undone.',
  security: 'basic',
  endsSessions: true,
  answers: {
    204: { description: 'The account has been erased', optionalHeaders: clearedCookie },
  },
  problems: [problems['credentials-invalid'], problems['account-suspended']],
  executes: executing(EraseOwnAccount, {
    fields: (call) => ({ ...basicCredentials(call, problems['credentials-invalid']) }),
  }),
  bus: { durable: false },
};

export const changePasswordOperation: Operation = {
  method: 'put',
  path: '/v1/users/me/password',
  operationId: 'changeMyPassword',
  tag: 'Profile',
  summary: 'Change the password',
  description:
    'Requires the current password; wrong ones count as at sign-in. All other sessions of the account end; the current one continues.',
  security: 'bearer',
  body: {
    schema: ChangePassword,
    example: { currentPassword: 'nine seven lanterns', newPassword: 'eleven quiet harbours' },
  },
  endsSessions: true,
  answers: {
    204: { description: 'The password has been changed', optionalHeaders: clearedCookie },
  },
  problems: [problems['password-wrong'], problems['account-suspended']],
  executes: executing(ChangePassword),
  bus: { durable: false },
};

export const requestEmailChangeOperation: Operation = {
  method: 'post',
  idempotency: 'by-key',
  path: '/v1/users/me/email',
  operationId: 'requestEmailChange',
  tag: 'Profile',
  summary: 'Request a change of address',
  description:
    'Sends a code of 6 digits, valid for five minutes, to the new address; the account keeps its address until the code is entered. The current address is notified at once. If only case or script differs, such as `Ada@` for `ada@`, the mailbox is the same: the change takes effect at once with 200, and no code is sent. Otherwise the answer is 202, whether or not the address is taken. A code for another address voids earlier ones, and so does a new password. At most one message in 30 seconds, 5 an hour and 10 a day to one address; each account has a reserve of 2 an hour and 3 a day.',
  security: 'bearer',
  body: {
    schema: RequestEmailChange,
    example: { newEmail: 'ada.lovelace@example.com', currentPassword: 'nine seven lanterns' },
  },
  answers: {
    200: {
      description: 'The account’s own address, now shown as it was typed',
      schema: Profile,
      example: { ...exampleActive, email: 'Ada@example.com' },
    },
    202: { description: 'If the address is free, a code is on its way' },
  },
  problems: [problems['password-wrong'], problems['account-suspended'], problems['email-unchanged']],
  executes: executing(RequestEmailChange, { status: (profile) => (profile ? 200 : 202) }),
  bus: { durable: false, status: 202 },
};

export const verifyNewEmailOperation: Operation = {
  method: 'post',
  idempotency: { noKeyBecause: 'A code works only once: a repeated request changes nothing' },
  path: '/v1/users/me/email/verification',
  operationId: 'verifyNewEmail',
  tag: 'Profile',
  summary: 'Change the address with the code from its mailbox',
  description:
    'The account gets the new address; sessions and password stay. The former address gets a link that can undo the change for 72 hours. Each code allows three tries.',
  security: 'bearer',
  body: { schema: VerifyNewEmail, example: { code: '004217' } },
  answers: {
    200: {
      description: 'The address has been changed',
      schema: Profile,
      example: { ...exampleActive, email: 'ada.lovelace@example.com' },
    },
  },
  problems: [
    problems['account-suspended'],
    problems['code-expired'],
    problems['code-invalid'],
    problems['tries-exhausted'],
  ],
  executes: executing(VerifyNewEmail),
  bus: { durable: false },
};

export const sendPhoneCodeOperation: Operation = {
  method: 'post',
  idempotency: 'by-key',
  path: '/v1/users/me/phone/code',
  operationId: 'sendPhoneCode',
  tag: 'Profile',
  summary: 'Send a code by SMS',
  description:
    'Sends it to the profile’s phone, or to the number in the body, which becomes the profile’s phone when its code is entered; until then nothing changes. The code has 6 digits and is valid for five minutes. A code for another number voids earlier ones. At most one message in 30 seconds, 5 an hour and 10 a day to one number; each account has a reserve of 2 an hour and 3 a day. Only countries and types of numbers that the application allows: mobile numbers by default.',
  security: 'bearer',
  body: { schema: SendPhoneCode, example: { phone: '+33612345678' } },
  answers: { 202: { description: 'The message will be sent' } },
  problems: [
    problems['account-suspended'],
    problems['phone-missing'],
    problems['phone-already-verified'],
    problems['phone-country-refused'],
    problems['phone-type-refused'],
  ],
  executes: executing(SendPhoneCode),
  bus: { durable: false },
};

export const verifyPhoneOperation: Operation = {
  method: 'post',
  idempotency: { noKeyBecause: 'A code works only once: a repeated request changes nothing' },
  path: '/v1/users/me/phone/verification',
  operationId: 'verifyPhone',
  tag: 'Profile',
  summary: 'Verify the phone with the code from the SMS',
  description:
    'The number that the code was sent to becomes the profile’s verified phone. Each code allows three tries.',
  security: 'bearer',
  body: { schema: VerifyPhone, example: { code: '004217' } },
  answers: {
    200: {
      description: 'The phone has been verified',
      schema: Profile,
      example: { ...exampleActive, phoneVerified: true },
    },
  },
  problems: [
    problems['account-suspended'],
    problems['code-expired'],
    problems['code-invalid'],
    problems['tries-exhausted'],
  ],
  executes: executing(VerifyPhone),
  bus: { durable: false },
};
