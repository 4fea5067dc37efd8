import { type Operation, tokenMissing } from '@gatehouse/platform/edge';
import type { FindSessions } from '../../contract/queries/find-sessions.js';
import { SessionList } from '../../contract/read-models/session-list.js';
import { exampleSession } from '../examples.js';

export const listSessionsOperation = (sessions: FindSessions): Operation => ({
  method: 'get',
  path: '/v1/sessions',
  operationId: 'listSessions',
  tag: 'Sessions',
  summary: 'List the signed-in person’s sessions',
  description: 'Active sessions, most recently used first. An account has at most 100.',
  security: 'bearer',
  answers: { 200: { description: 'The sessions', schema: SessionList, example: { sessions: [exampleSession] } } },
  problems: [],
  handle: async ({ context: { application, actor } }) => {
    if (!actor) throw tokenMissing();
    const found = await sessions.execute({ application, userId: actor.userId, current: actor.sessionId });
    return { status: 200, body: { sessions: found } };
  },
});
