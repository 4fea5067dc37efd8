import { type Operation, ProblemError, tokenInvalid } from '@gatehouse/platform/edge';
import type { FindProfile } from '../../contract/queries/find-profile.js';
import { Profile } from '../../contract/read-models/profile.js';
import { exampleActive } from '../examples.js';
import { registrationProblems as problems } from '../problems.js';

export const myProfileOperation = (profiles: FindProfile): Operation => ({
  method: 'get',
  path: '/v1/users/me',
  operationId: 'getMyProfile',
  tag: 'Profile',
  summary: 'Read the signed-in person’s profile',
  security: 'bearer',
  answers: { 200: { description: 'The profile', schema: Profile, example: exampleActive } },
  problems: [problems['account-suspended']],
  handle: async ({ context }) => {
    const userId = context.actor?.userId;
    const profile = userId ? await profiles.execute({ application: context.application, userId }) : null;
    if (profile?.state === 'suspended') throw new ProblemError(problems['account-suspended']);
    // A token outlives its account by minutes at most; it opens nothing any more.
    if (profile?.state !== 'active') throw tokenInvalid();
    return { status: 200, body: profile };
  },
});
