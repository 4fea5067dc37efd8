import { type CommandBus, Description } from '@gatehouse/kernel';
import {
  answerResult,
  basicCredentials,
  type CallWithHeaders,
  commandFrom,
  type Operation,
  type OperationCall,
  ProblemError,
} from '@gatehouse/platform/edge';
import { Profile } from '@gatehouse/registration/contract';
import { ValidateNested } from 'class-validator';
import { SignIn } from '../../contract/commands/sessions.js';
import { exampleTokens, exampleUser } from '../examples.js';
import { accessProblems as problems } from '../problems.js';
import { type BrowserSessions, IssuedTokens, issueInBody } from './browser-sessions.js';
import { cookieChoice, SignInBody } from './cookie-choice.js';

@Description('A new session and its user')
class StartedSession extends IssuedTokens {
  @ValidateNested({ context: { of: Profile } })
  user!: Profile;
}

const BASIC = /^basic\b/i;

export const signInOperation = (bus: CommandBus, browsers: BrowserSessions): Operation => ({
  method: 'post',
  idempotency: 'by-key',
  path: '/v1/sessions',
  waitsAs: 'sign-in',
  operationId: 'signIn',
  tag: 'Sessions',
  summary: 'Sign in',
  description:
    'Takes the address and the password with HTTP Basic (email:password, UTF-8) or as JSON. For scripts of pages, a 401 has the challenge `X-Basic`, so that the browser shows no login dialog. With `cookie: true` (which can be combined with Basic) the refresh token is set in the cookie `__Host-gatehouse-refresh` instead of the body, for pages on the application’s origins on the same site; such a page sends JSON credentials and `credentials: "include"`.',
  security: 'basic-or-body',
  body: {
    schema: SignInBody,
    fields: ['email', 'password', 'cookie'],
    optional: true,
    example: { email: 'ada@example.com', password: 'nine seven lanterns' },
  },
  answers: {
    201: {
      description: 'The session was created',
      schema: StartedSession,
      headers: { Location: 'URL of the session, for ending it' },
      optionalHeaders: { 'Set-Cookie': 'With `cookie`: the refresh token' },
      example: { ...exampleTokens, user: exampleUser },
    },
  },
  problems: [
    problems['credentials-ambiguous'],
    problems['credentials-invalid'],
    problems['activation-required'],
    problems['account-suspended'],
    problems['origin-not-allowed'],
  ],
  handle: async (call) => {
    const { body, context } = call;
    const { wantsCookie, fields } = cookieChoice(body, SignIn);
    if (wantsCookie) await browsers.admit(call, context.application);
    const result = await bus.execute(
      commandFrom(SignIn, { ...credentialsOf(call, fields), userAgent: userAgentOf(call) }),
      context,
    );
    return answerResult(result, ({ sessionId, tokens, user }) => {
      const issued = wantsCookie ? browsers.issue(context.application, tokens) : issueInBody(tokens);
      return {
        status: 201,
        headers: { Location: `/v1/sessions/${sessionId}`, ...issued.headers },
        body: { ...issued.body, user },
      };
    });
  },
});

const userAgentOf = ({ headers: { 'user-agent': said } }: CallWithHeaders): string | null =>
  typeof said === 'string' ? said : null;

/** From the Basic header or from the body. Which of two is meant is not guessed. */
function credentialsOf(call: CallWithHeaders, fields: OperationCall['body']): Readonly<Record<string, unknown>> {
  const isBasic = BASIC.test(call.headers.authorization ?? '');
  const isInBody = Object.keys(fields).length > 0;
  if (isBasic && isInBody) throw new ProblemError(problems['credentials-ambiguous']);
  if (isInBody) return fields;
  return { ...basicCredentials(call, problems['credentials-invalid']) };
}
