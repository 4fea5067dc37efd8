import { type AnsweredCall, asking, basicCredentials, executing, type Operation } from '@gatehouse/platform/edge';
import {
  ActivateUser,
  ProveRegisteredPhone,
  type RegisteredUser,
  RegisterUser,
  ResendActivationCode,
  ResendPhoneActivationCode,
} from '../contract/commands/sign-up.js';
import { FindSignUpRules, SignUpRules } from '../contract/queries/find-sign-up-rules.js';
import { ActivationProgress, RegisteredProfile } from '../contract/read-models/profile.js';
import { exampleActive, examplePending } from './examples.js';
import { registrationProblems as problems } from './problems.js';

const DEFAULT_APPLICATION = 'default';

export const readSignUpRulesOperation: Operation = {
  method: 'get',
  path: '/v1/sign-up-rules',
  operationId: 'getSignUpRules',
  tag: 'Registration',
  summary: 'What sign-up asks for',
  description:
    'What a form must know of the application before it is refused: the fields that it asks for (`policy.profile`, `policy.requirePhone`), the terms to agree to (`policy.termsVersion`), the length of passwords and codes, and how long to wait before another message. The web components read it.',
  answers: {
    200: {
      description: 'The rules',
      schema: SignUpRules,
      example: {
        fields: { name: 'required', surname: 'optional', phone: 'accepted', birthDate: 'none', hobbies: 'none' },
        passwordMinLength: 8,
        terms: {
          version: '2026-11',
          termsUrl: 'https://shop.example/terms',
          privacyUrl: 'https://shop.example/privacy',
        },
        resetCodeLength: 8,
        gapSeconds: 30,
      },
    },
  },
  problems: [],
  asks: asking(FindSignUpRules),
};

export const registerUserOperation: Operation = {
  method: 'post',
  idempotency: 'by-key',
  path: '/v1/users',
  waitsAs: 'sign-up',
  operationId: 'registerUser',
  tag: 'Registration',
  summary: 'Sign up',
  description:
    'Creates a pending registration and sends an activation code by mail. The response does not wait for the mail and does not reveal whether the address is known, unless the application allows that (`revealExistingAccounts`). `policy.profile` of the application can require or refuse fields (`field-required`, `field-not-accepted`). If it asks people to agree to its terms (`policy.termsVersion`), `acceptedTerms` must be their current version (`field-required`, `terms-changed`). If the application requires a verified phone as well, `phone` is required (422 `field-required` at `/phone`) and must have a country and a type that it sends messages to (`phone-country-refused`, `phone-type-refused`); a code is sent by SMS, described in `activation.phone`.',
  body: {
    schema: RegisterUser,
    example: {
      email: 'ada@example.com',
      password: 'nine seven lanterns',
      name: 'Ada',
      surname: 'Lovelace',
      phone: '+33612345678',
      hobbies: ['mathematics'],
      birthDate: '1990-12-10',
      locale: 'fr',
    },
  },
  answers: {
    201: {
      description: 'The registration was created, and its mail will be sent',
      schema: RegisteredProfile,
      headers: { Location: 'Where the profile is once the account is active' },
      example: {
        ...examplePending,
        activation: {
          codeLength: 4,
          lifeSeconds: 60,
          delivery: 'queued',
          phone: null,
          statusUrl: `/v1/users/${examplePending.id}/activation`,
        },
      },
    },
  },
  problems: [problems['email-taken']],
  executes: executing(RegisterUser, {
    headers: ({ profile }) => ({ Location: `/v1/users/${profile.id}` }),
    body: registeredBody,
  }),
  bus: { durable: true },
};

/** `statusUrl` names the application, so that it leads there by itself: `EventSource` sends no headers. */
function registeredBody(
  { profile, activation }: RegisteredUser,
  { application, basePath }: AnsweredCall,
): RegisteredProfile {
  const query = application === DEFAULT_APPLICATION ? '' : `?application=${encodeURIComponent(application)}`;
  return {
    ...profile,
    activation: { ...activation, statusUrl: `${basePath}/v1/users/${profile.id}/activation${query}` },
  };
}

export const activateUserOperation: Operation = {
  method: 'post',
  idempotency: { noKeyBecause: 'A code works only once: a repeated request changes nothing' },
  path: '/v1/users/activation',
  waitsAs: 'activation',
  operationId: 'activateUser',
  tag: 'Registration',
  summary: 'Activate with the code from the mail',
  description:
    'Takes the password with HTTP Basic (email:password, UTF-8) and the code from the mailbox. By default the code is valid for one minute after the mail provider accepts the message. If the application requires a verified phone as well, the account is active after both codes, in any order: until then the profile is `pending`, and `missing` lists what must still be verified.',
  security: 'basic',
  body: { schema: ActivateUser, fields: ['code'], example: { code: '0417' } },
  answers: {
    200: {
      description: 'The account is active, or `missing` lists what must still be verified',
      schema: ActivationProgress,
      example: { ...exampleActive, missing: [], feedbackToken: null },
    },
  },
  problems: [
    problems['credentials-invalid'],
    problems['account-suspended'],
    problems['already-active'],
    problems['email-already-verified'],
    problems['code-expired'],
    problems['code-invalid'],
    problems['tries-exhausted'],
  ],
  executes: executing(ActivateUser, {
    fields: (call) => ({ ...call.body, ...basicCredentials(call, problems['credentials-invalid']) }),
  }),
  bus: { durable: false },
};

export const resendActivationCodeOperation: Operation = {
  method: 'post',
  idempotency: 'by-key',
  path: '/v1/users/activation/code',
  operationId: 'resendActivationCode',
  tag: 'Registration',
  summary: 'Send another activation code',
  description:
    'Answers 202 whether or not the address is known. Earlier codes stay valid until they expire. At most one message in 30 seconds, 5 an hour and 10 a day to one address: beyond that, 429 with `Retry-After` for every address alike.',
  body: { schema: ResendActivationCode, example: { email: 'ada@example.com' } },
  answers: { 202: { description: 'If the address waits for activation, another code is on its way' } },
  problems: [],
  executes: executing(ResendActivationCode),
  bus: { durable: true },
};

export const proveRegisteredPhoneOperation: Operation = {
  method: 'post',
  idempotency: { noKeyBecause: 'A code works only once: a repeated request changes nothing' },
  path: '/v1/users/activation/phone',
  waitsAs: 'activation',
  operationId: 'proveRegisteredPhone',
  tag: 'Registration',
  summary: 'Verify a registration’s phone with the code from the SMS',
  description:
    'For applications that require a verified phone as well as a mailbox. Takes the password with HTTP Basic (email:password, UTF-8) and the code from the SMS, which has 6 digits, is valid for five minutes and allows three tries. The account is active after both codes, in any order.',
  security: 'basic',
  body: { schema: ProveRegisteredPhone, fields: ['code'], example: { code: '004217' } },
  answers: {
    200: {
      description: 'The phone is verified: the account is active, or `missing` lists what must still be verified',
      schema: ActivationProgress,
      example: { ...examplePending, phoneVerified: true, missing: ['email'], feedbackToken: null },
    },
  },
  problems: [
    problems['credentials-invalid'],
    problems['account-suspended'],
    problems['already-active'],
    problems['phone-not-required'],
    problems['phone-already-verified'],
    problems['code-expired'],
    problems['code-invalid'],
    problems['tries-exhausted'],
  ],
  executes: executing(ProveRegisteredPhone, {
    fields: (call) => ({ ...call.body, ...basicCredentials(call, problems['credentials-invalid']) }),
  }),
  bus: { durable: false },
};

export const resendPhoneActivationCodeOperation: Operation = {
  method: 'post',
  idempotency: 'by-key',
  path: '/v1/users/activation/phone/code',
  operationId: 'resendPhoneActivationCode',
  tag: 'Registration',
  summary: 'Send another SMS code to the phone of a registration',
  description:
    'Takes the password with HTTP Basic (email:password, UTF-8) and no body. Earlier codes stay valid until they expire. At most one message in 30 seconds, 5 an hour and 10 a day to one number; once the address is verified, 2 an hour and 3 a day more.',
  security: 'basic',
  // So that a request with a number is refused: it would be ignored.
  body: { schema: ResendPhoneActivationCode, fields: [], optional: true, example: {} },
  answers: { 202: { description: 'The message will be sent' } },
  problems: [
    problems['credentials-invalid'],
    problems['account-suspended'],
    problems['already-active'],
    problems['phone-not-required'],
    problems['phone-already-verified'],
    problems['phone-country-refused'],
    problems['phone-type-refused'],
  ],
  executes: executing(ResendPhoneActivationCode, {
    fields: (call) => ({ ...basicCredentials(call, problems['credentials-invalid']) }),
  }),
  bus: { durable: false },
};
