import { type QueryBus, queryWith } from '@gatehouse/kernel';
import { answerResult, type Operation } from '@gatehouse/platform/edge';
import { SearchUsers } from '../../contract/queries/find-users.js';
import { UserPage } from '../../contract/read-models/user-record.js';
import { exampleUserRecord } from './examples.js';

export const searchUsersOperation = (queries: QueryBus): Operation => ({
  tag: 'Administration',
  security: 'administration',
  scope: 'users:read',
  method: 'post',
  idempotency: { noKeyBecause: 'It reads' },
  path: '/v1/admin/users/search',
  operationId: 'searchUsers',
  summary: 'Search people',
  description:
    'By part of the address, a name or the phone; newest first. Case and accents are ignored. The search text is in the body, because proxies log URLs.',
  body: { schema: SearchUsers, example: { text: 'lovelace' } },
  answers: {
    200: {
      description: 'A page of results',
      schema: UserPage,
      example: { users: [exampleUserRecord], nextAfter: exampleUserRecord.id },
    },
  },
  problems: [],
  handle: async ({ body, context }) =>
    answerResult(await queries.ask(queryWith(SearchUsers, body), context), (page) => ({ status: 200, body: page })),
});
