import { type QueryBus, queryWith } from '@gatehouse/kernel';
import { answerResult, type Operation, tokenInvalid } from '@gatehouse/platform/edge';
import { FindSessions } from '../../contract/queries/find-sessions.js';
import { SessionList } from '../../contract/read-models/session-list.js';
import { exampleSession } from '../examples.js';

export const listSessionsOperation = (queries: QueryBus): Operation => ({
  method: 'get',
  path: '/v1/sessions',
  operationId: 'listSessions',
  tag: 'Sessions',
  summary: 'List the signed-in person’s sessions',
  description: 'Active sessions, most recently used first. An account has at most 100.',
  security: 'bearer',
  answers: { 200: { description: 'The sessions', schema: SessionList, example: { sessions: [exampleSession] } } },
  problems: [],
  handle: async ({ context }) => {
    const found = await queries.ask(queryWith(FindSessions, {}), context);
    if (!found.ok && found.error.code === 'account-unknown') throw tokenInvalid();
    return answerResult(found, (sessions) => ({ status: 200, body: sessions }));
  },
});
