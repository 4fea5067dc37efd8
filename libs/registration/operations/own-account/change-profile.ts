import { executing, type Operation } from '@gatehouse/platform/edge';
import { ChangeProfile } from '../../contract/commands/change-profile.js';
import { Profile } from '../../contract/read-models/profile.js';
import { exampleActive } from '../examples.js';
import { registrationProblems as problems } from '../problems.js';

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
