import { type AnsweredCall, executing, type Operation } from '@gatehouse/platform/edge';
import { type RegisteredUser, RegisterUser } from '../../contract/commands/register-user.js';
import { RegisteredProfile } from '../../contract/read-models/registered-profile.js';
import { examplePending } from '../examples.js';
import { registrationProblems as problems } from '../problems.js';

const DEFAULT_APPLICATION = 'default';

export const registerUserOperation: Operation = {
  method: 'post',
  idempotency: 'by-key',
  path: '/v1/users',
  operationId: 'registerUser',
  tag: 'Registration',
  summary: 'Sign up',
  description:
    'Creates a pending registration and sends an activation code by mail. The response does not wait for the mail and does not reveal whether the address is known, unless the application allows that (`revealExistingAccounts`). If the application requires a verified phone as well, `phone` is required (422 `field-required` at `/phone`) and must have a country and a type that it sends messages to (`phone-country-refused`, `phone-type-refused`); a code is sent by SMS, described in `activation.phone`.',
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
