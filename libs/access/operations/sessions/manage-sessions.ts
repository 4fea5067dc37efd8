import type { CommandBus } from '@gatehouse/kernel';
import { answerResult, asking, commandFrom, idInPath, type Operation } from '@gatehouse/platform/edge';
import type { RevokedSessions } from '../../application/ports/sessions.js';
import { EndSession } from '../../contract/commands/sessions.js';
import { FindSessions, SessionList } from '../../contract/queries/find-sessions.js';
import { exampleSession } from '../examples.js';
import { accessProblems as problems } from '../problems.js';
import type { BrowserSessions } from './browser-sessions.js';

export const listSessionsOperation: Operation = {
  method: 'get',
  path: '/v1/sessions',
  operationId: 'listSessions',
  tag: 'Sessions',
  summary: 'List the signed-in person’s sessions',
  description: 'Active sessions, most recently used first. An account has at most 100.',
  security: 'bearer',
  answers: { 200: { description: 'The sessions', schema: SessionList, example: { sessions: [exampleSession] } } },
  problems: [],
  asks: asking(FindSessions),
};

export const endSessionOperation = (
  bus: CommandBus,
  revoked: RevokedSessions,
  browsers: BrowserSessions,
): Operation => ({
  method: 'delete',
  path: '/v1/sessions/{id}',
  params: { id: 'The session’s id, or `current`' },
  operationId: 'endSession',
  tag: 'Sessions',
  summary: 'Sign out',
  description:
    'Ends one of the signed-in person’s sessions, or the current one with `current` instead of the id. Its refresh token and access tokens become invalid. If the request has the session’s cookie, the response clears it.',
  security: 'bearer',
  answers: {
    204: {
      description: 'The session has ended',
      optionalHeaders: { 'Set-Cookie': 'Clears the session’s cookie, if the request carried it' },
    },
  },
  problems: [problems['session-unknown']],
  handle: async (call) => {
    const { params, context } = call;
    const named = params['id'] === 'current' ? context.actor?.sessionId : params['id'];
    const sessionId = idInPath(named, problems['session-unknown']);
    const result = await bus.execute(commandFrom(EndSession, { sessionId }), context);
    if (result.ok) revoked.add(sessionId);
    return answerResult(result, () => ({
      status: 204,
      headers: browsers.forget(call, context.application, sessionId),
    }));
  },
});
