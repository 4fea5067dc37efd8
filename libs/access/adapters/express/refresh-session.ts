import type { CommandBus } from '@gatehouse/kernel';
import { answerResult, commandFrom, type Route } from '@gatehouse/platform/http';
import { RefreshSession } from '../../contract/commands/refresh-session.js';
import { SessionTokens } from '../../contract/read-models/session-tokens.js';
import { exampleTokens } from './examples.js';
import { accessProblems as problems } from './problems.js';

/** A browser must not ask for a password here, so the challenge is not Basic. */
const CHALLENGE = { 'WWW-Authenticate': 'Bearer realm="Gatehouse"' };

export const refreshSessionRoute = (bus: CommandBus): Route => ({
  method: 'post',
  path: '/v1/sessions/refresh',
  operationId: 'refreshSession',
  tag: 'Sessions',
  summary: 'Exchange a refresh token',
  description:
    'Answers a new access token and the next refresh token; the one sent is used up. Within 10 seconds it may be sent again, should the answer get lost, and brings the same successor. Later its return ends the session, because somebody else may hold a token of it.',
  body: { schema: RefreshSession, example: { refreshToken: exampleTokens.refreshToken } },
  answers: { 200: { description: 'The session goes on', schema: SessionTokens, example: exampleTokens } },
  problems: [problems['refresh-token-invalid'], problems['account-suspended']],
  handle: async ({ body, context }) => {
    const result = await bus.execute(commandFrom(RefreshSession, body), context);
    const answer = answerResult(result, (tokens) => ({ status: 200, body: tokens }));
    const isInvalid = !result.ok && result.error.code === 'refresh-token-invalid';
    return isInvalid && answer !== 'streamed' ? { ...answer, headers: CHALLENGE } : answer;
  },
});
