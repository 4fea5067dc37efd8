import { type FieldError, type LookUps, pageOf, USUAL_LIMIT } from '@gatehouse/kernel';
import { bodyFrom, commonProblems, type Operation, ProblemError } from '@gatehouse/platform/edge';
import type { FindUsers } from '../../contract/queries/find-users.js';
import { LEAST_ASCII, searchTextOf } from '../../contract/queries/search-text.js';
import { UserPage } from '../../contract/read-models/user-record.js';
import { exampleUserRecord } from './examples.js';
import { UserSearchBody } from './shapes.js';

const tooShort: FieldError = {
  pointer: '/text',
  code: 'text-too-short',
  message: `Must be longer than or equal to ${LEAST_ASCII} characters`,
  values: { limit: LEAST_ASCII },
};

export const searchUsersOperation = (users: Pick<FindUsers, 'matching'>, lookUps: LookUps): Operation => ({
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
  body: { schema: UserSearchBody, example: { text: 'lovelace' } },
  answers: {
    200: {
      description: 'A page of results',
      schema: UserPage,
      example: { users: [exampleUserRecord], nextAfter: exampleUserRecord.id },
    },
  },
  problems: [],
  handle: async ({ body, context }) => {
    const { application } = context;
    const { text: typed, state = null, after = null, limit } = bodyFrom(UserSearchBody, body);
    const text = searchTextOf(typed);
    if (text === null) throw new ProblemError(commonProblems['validation-failed'], { errors: [tooShort] });
    const page = await pageOf(
      limit ?? USUAL_LIMIT,
      (most) => users.matching({ application, text, state, after, limit: most }),
      ({ id }) => id,
    );
    const userIds = page.entries.map(({ id }) => id);
    await lookUps.note({ act: 'users.looked-up', by: 'part', userIds }, context);
    return { status: 200, body: { users: page.entries, nextAfter: page.nextAfter } };
  },
});
