import type { CommandBus } from '@gatehouse/kernel';
import { answerResult, commandFrom, type Operation, ProblemError } from '@gatehouse/platform/edge';
import { RefreshSession } from '../../contract/commands/refresh-session.js';
import { exampleTokens } from '../examples.js';
import { accessProblems as problems } from '../problems.js';
import { type BrowserSessions, issueInBody, REFRESH_CHALLENGE } from './browser-sessions.js';
import { cookieChoice, RefreshBody } from './cookie-choice.js';
import { IssuedTokens } from './issued-tokens.js';

export const refreshSessionOperation = (bus: CommandBus, browsers: BrowserSessions): Operation => ({
  method: 'post',
  idempotency: { noKeyBecause: 'The token is the key: sent again within a minute it brings the same successor' },
  path: '/v1/sessions/refresh',
  operationId: 'refreshSession',
  tag: 'Sessions',
  summary: 'Exchange a refresh token',
  description:
    'Answers a new access token and the next refresh token; the one sent is used up. Should the answer get lost, it may be sent again for a minute, and brings the same successor as long as nobody has used that one. After that its return ends the session, because somebody else may hold a token of it. With `cookie: true` the token is that of the cookie; the page’s origin must be one of the application’s, and `X-CSRF-Token` is required.',
  headers: { 'X-CSRF-Token': 'The session’s `csrfToken`, where the refresh token is in the cookie' },
  body: { schema: RefreshBody, example: { refreshToken: exampleTokens.refreshToken } },
  answers: {
    200: {
      description: 'The session goes on',
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
