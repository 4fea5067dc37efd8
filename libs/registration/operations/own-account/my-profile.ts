import { type QueryBus, queryWith } from '@gatehouse/kernel';
import { answerResult, type Operation } from '@gatehouse/platform/edge';
import { FindProfile } from '../../contract/queries/own-account.js';
import { Profile } from '../../contract/read-models/profile.js';
import { exampleActive } from '../examples.js';
import { registrationProblems as problems } from '../problems.js';

export const myProfileOperation = (queries: QueryBus): Operation => ({
  method: 'get',
  path: '/v1/users/me',
  operationId: 'getMyProfile',
  tag: 'Profile',
  summary: 'Read the signed-in person’s profile',
  security: 'bearer',
  answers: { 200: { description: 'The profile', schema: Profile, example: exampleActive } },
  problems: [problems['account-suspended']],
  handle: async ({ context }) =>
    answerResult(await queries.ask(queryWith(FindProfile, {}), context), (profile) => ({ status: 200, body: profile })),
});
