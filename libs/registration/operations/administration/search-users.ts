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
  summary: 'People of whom a part is known',
  description:
    'A part of the address, of a name, or of the phone; the newest first. Case and accents do not count. What is searched for is in the body, because proxies write URLs into their logs.',
  body: { schema: UserSearchBody, example: { text: 'lovelace' } },
  answers: {
    200: {
      description: 'A page of them',
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
