import type { CommandBus } from '@gatehouse/kernel';
import { answerResult, commandFrom, type Operation, ProblemError } from '@gatehouse/platform/edge';
import { RefreshSession } from '../../contract/commands/sessions.js';
import { exampleTokens } from '../examples.js';
import { accessProblems as problems } from '../problems.js';
import { type BrowserSessions, IssuedTokens, issueInBody, REFRESH_CHALLENGE } from './browser-sessions.js';
import { cookieChoice, RefreshBody } from './cookie-choice.js';

export const refreshSessionOperation = (bus: CommandBus, browsers: BrowserSessions): Operation => ({
  method: 'post',
  idempotency: { noKeyBecause: 'The token acts as the key: sent again within a minute, it returns the same successor' },
  path: '/v1/sessions/refresh',
  operationId: 'refreshSession',
  tag: 'Sessions',
  summary: 'Exchange a refresh token',
  description:
    'Returns a new access token and the next refresh token; the token sent can no longer be used. If the response is lost, it can be sent again within a minute and returns the same successor, as long as that one is unused. After that, reusing it ends the session, because someone else may have a copy. With `cookie: true` the token is read from the cookie; the page’s origin must be one of the application’s, and `X-CSRF-Token` is required.',
  headers: { 'X-CSRF-Token': 'The session’s `csrfToken`, if the refresh token is in the cookie' },
  body: { schema: RefreshBody, example: { refreshToken: exampleTokens.refreshToken } },
  answers: {
    200: {
      description: 'The new tokens',
      schema: IssuedTokens,
      optionalHeaders: { 'Set-Cookie': 'With `cookie`: the next refresh token' },
      example: exampleTokens,
    },
  },
  problems: [
    problems['credentials-ambiguous'],
    problems['refresh-token-invalid'],
    problems['account-suspended'],
    problems['csrf-token-invalid'],
    problems['origin-not-allowed'],
  ],
  handle: async (call) => {
    const { body, context } = call;
    const { wantsCookie, fields } = cookieChoice(body, RefreshSession);
    const { application } = context;
    if (wantsCookie) {
      if (Object.keys(fields).length > 0) throw new ProblemError(problems['credentials-ambiguous']);
      await browsers.admit(call, application);
    }
    const given = wantsCookie ? { refreshToken: await browsers.presented(call, application) } : fields;
    const result = await bus.execute(commandFrom(RefreshSession, given), context);
    const answer = answerResult(result, (tokens) => ({
      status: 200,
      ...(wantsCookie ? browsers.issue(application, tokens) : issueInBody(tokens)),
    }));
    const isInvalid = !result.ok && result.error.code === 'refresh-token-invalid';
    if (result.ok) return answer;
    const forget = wantsCookie ? await browsers.forgetDead(call, application) : {};
    return { ...answer, headers: { ...(isInvalid && REFRESH_CHALLENGE), ...forget } };
  },
});
