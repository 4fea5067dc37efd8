import type { CommandBus } from '@gatehouse/kernel';
import {
  answerResult,
  BASIC_CHALLENGE,
  basicCredentials,
  commandFrom,
  type HttpCall,
  ProblemError,
  type Route,
} from '@gatehouse/platform/http';
import { SignIn } from '../../contract/commands/sign-in.js';
import { exampleTokens, exampleUser } from './examples.js';
import { accessProblems as problems } from './problems.js';
import { StartedSession } from './started-session.js';

const BASIC = /^basic\b/i;

export const signInRoute = (bus: CommandBus): Route => ({
  method: 'post',
  path: '/v1/sessions',
  operationId: 'signIn',
  tag: 'Sessions',
  summary: 'Sign in',
  description:
    'Takes the address and the password with HTTP Basic (email:password, UTF-8) or as JSON. A page should call with `credentials: "omit"`, or the browser answers the 401 of a wrong password with a dialog of its own.',
  security: 'basic-or-body',
  body: { schema: SignIn, optional: true, example: { email: 'ada@example.com', password: 'nine seven lanterns' } },
  answers: {
    201: {
      description: 'The session has begun',
      schema: StartedSession,
      headers: { Location: 'The session, where it can be ended' },
      example: { ...exampleTokens, user: exampleUser },
    },
  },
  problems: [
    problems['credentials-ambiguous'],
    problems['credentials-invalid'],
    problems['activation-required'],
    problems['account-suspended'],
  ],
  handle: async (call) => {
    const result = await bus.execute(commandFrom(SignIn, credentialsOf(call)), call.context);
    return answerResult(result, ({ sessionId, tokens, user }) => ({
      status: 201,
      headers: { Location: `/v1/sessions/${sessionId}` },
      body: { ...tokens, user },
    }));
  },
});

/** From the Basic header or from the body. Which of two is meant is not guessed. */
function credentialsOf({ request, body }: HttpCall): Readonly<Record<string, unknown>> {
  const isBasic = BASIC.test(request.headers.authorization ?? '');
  const isInBody = Object.keys(body).length > 0;
  if (isBasic && isInBody) throw new ProblemError(problems['credentials-ambiguous']);
  if (isInBody) return body;
  const credentials = basicCredentials(request);
  if (!credentials) throw new ProblemError(problems['credentials-invalid'], {}, BASIC_CHALLENGE);
  return { ...credentials };
}
