import type { CommandBus } from '@gatehouse/kernel';
import { answerResult, asking, commandFrom, executing, idInPath, type Operation } from '@gatehouse/platform/edge';
import type { RevokedSessions } from '../../application/ports/sessions.js';
import { EndSession, EndSessionsOfUser } from '../../contract/commands/sessions.js';
import { FindSessions, FindSessionsOfUser, SessionList } from '../../contract/queries/find-sessions.js';
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

const ofUser = {
  path: '/v1/admin/users/{id}/sessions',
  params: { id: 'The account’s id' },
  tag: 'Administration',
  security: 'administration',
  problems: [problems['user-unknown']],
} as const;

const userIn = ({ id }: Readonly<Record<string, string>>) => ({ userId: idInPath(id, problems['user-unknown']) });

export const sessionsOfUserOperations: readonly Operation[] = [
  {
    ...ofUser,
    method: 'get',
    scope: 'users:read',
    operationId: 'listSessionsOfUser',
    summary: 'List a person’s sessions',
    description: 'Active sessions, most recently used first.',
    answers: {
      200: {
        description: 'The sessions',
        schema: SessionList,
        example: { sessions: [{ ...exampleSession, current: false }] },
      },
    },
    asks: asking(FindSessionsOfUser, { fromPath: userIn }),
  },
  {
    ...ofUser,
    method: 'delete',
    scope: 'users:write',
    operationId: 'endSessionsOfUser',
    summary: 'Sign a person out everywhere',
    description: 'The person can sign in again with the same password. A repeated call changes nothing.',
    endsSessions: true,
    answers: {
      204: {
        description: 'No session is left',
        optionalHeaders: {
          'Set-Cookie': 'Clears the session’s cookie, if the request has it and the session has ended',
        },
      },
    },
    executes: executing(EndSessionsOfUser, { fields: ({ params }) => userIn(params) }),
  },
];
