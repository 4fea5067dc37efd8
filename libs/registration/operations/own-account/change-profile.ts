import type { CommandBus } from '@gatehouse/kernel';
import { commandFrom, type Operation } from '@gatehouse/platform/edge';
import { ChangeProfile } from '../../contract/commands/change-profile.js';
import { Profile } from '../../contract/read-models/profile.js';
import { exampleActive } from '../examples.js';
import { registrationProblems as problems } from '../problems.js';
import { ownAnswer } from './own-answer.js';

export const changeProfileOperation = (bus: CommandBus): Operation => ({
  method: 'patch',
  path: '/v1/users/me',
  operationId: 'changeMyProfile',
  tag: 'Profile',
  summary: 'Change the profile',
  description:
    'Merges the fields given into the profile (RFC 7396): an absent field stays as it is, null clears it, a list is replaced. A phone number that changes is no longer verified. The address has a route of its own.',
  security: 'bearer',
  body: { schema: ChangeProfile, example: { surname: 'King', hobbies: ['mathematics', 'flying'], birthDate: null } },
  answers: {
    200: {
      description: 'The profile as it is now',
      schema: Profile,
      example: { ...exampleActive, surname: 'King', hobbies: ['mathematics', 'flying'], birthDate: null },
    },
  },
  problems: [problems['account-suspended']],
  handle: async ({ body, context }) =>
    ownAnswer(await bus.execute(commandFrom(ChangeProfile, body), context), (profile) => ({
      status: 200,
      body: profile,
    })),
});
