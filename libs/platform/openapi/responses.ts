import { type AnswerShape, type Operation, type ProblemType, problemBody } from '../edge/index.js';
import { LOCALES } from '../i18n.js';
import type { ComponentCollection, SchemaCollection } from './collections.js';
import type { Content, OpenApiHeader, OpenApiOperation, OpenApiResponse, Reference } from './open-api.js';
import { problemsByStatus, serverProblems } from './problems.js';

/** Everything that an operation answers, by status: its answers, the problems, and `default` for the server's own. */
export function responsesOf(
  operation: Operation,
  schemas: SchemaCollection,
  components: ComponentCollection,
): OpenApiOperation['responses'] {
  const responses = new Map<number, OpenApiResponse | Reference>();
  for (const [status, problems] of problemsByStatus(operation))
    responses.set(status, problemResponse(problems, components));
  for (const [text, answer] of Object.entries(operation.answers)) {
    const status = Number(text);
    const response = answerResponse(answer, schemas, components, operation.idempotency === 'by-key');
    // Such as the 503 of a readiness check, which any operation may answer as a problem too.
    const isProblemToo = responses.has(status);
    responses.set(status, isProblemToo ? { ...response, content: withProblem(response.content) } : response);
  }
  const sorted = [...responses].sort(([a], [b]) => a - b);
  return { ...Object.fromEntries(sorted), default: otherProblemResponse(components) };
}

const withProblem = (content: Content = {}): Content => ({
  ...content,
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
});

/** Clients may show one line of it as a text, or all of them as a list. */
const SET_COOKIE = { type: ['string', 'array'], items: { type: 'string' } };

function answerResponse(
  answer: AnswerShape,
  schemas: SchemaCollection,
  components: ComponentCollection,
  isRepeatable: boolean,
): OpenApiResponse {
  const headers = Object.entries(answer.headers ?? {}).map(([name, description]): [string, OpenApiHeader] => [
    name,
    { description, required: true, schema: { type: 'string' } },
  ]);
  const optional = Object.entries(answer.optionalHeaders ?? {}).map(([name, description]): [string, OpenApiHeader] => [
    name,
    { description, schema: name === 'Set-Cookie' ? SET_COOKIE : { type: 'string' } },
  ]);
  const content = contentOf(answer, schemas);
  return {
    description: answer.description,
    headers: {
      ...Object.fromEntries([...headers, ...optional]),
      ...(isRepeatable && { 'Idempotent-Replayed': replayed(components) }),
      'X-Request-Id': requestId(components),
    },
    ...(content && { content }),
  };
}

function contentOf(answer: AnswerShape, schemas: SchemaCollection): Content | undefined {
  const { schema, contentType, alsoAs, example } = answer;
  if (!schema && contentType === undefined) return undefined;
  const body = {
    schema: schema ? schemas.answer(schema) : { type: 'string' },
    ...(example !== undefined && { example }),
  };
  return {
    [contentType ?? 'application/json']: body,
    ...(alsoAs !== undefined && { [alsoAs]: { schema: { type: 'string' } } }),
  };
}

const header = (name: string, value: OpenApiHeader) => (components: ComponentCollection) =>
  components.add('headers', name, value);

const seconds = { type: 'string', pattern: '^[1-9][0-9]*$' };

const requestId = header('RequestId', {
  description: 'Identifies this request in the service’s logs',
  required: true,
  schema: { type: 'string', format: 'uuid' },
});

const contentLanguage = header('ContentLanguage', {
  description: 'The language of the problem’s texts',
  required: true,
  schema: { type: 'string', enum: [...LOCALES] },
});

const replayed = header('IdempotentReplayed', {
  description: '`true` if the answer was already given for the same Idempotency-Key; otherwise absent',
  schema: { type: 'string' },
});

const challenge = header('Challenge', {
  description:
    'How to authenticate (RFC 9110, section 11.6.1). Scripts of pages get `X-Basic` instead of `Basic`, so that browsers show no dialog',
  required: true,
  schema: { type: 'string' },
});

const retryAfter = header('RetryAfter', {
  description: 'Seconds to wait, rounded up',
  required: true,
  schema: seconds,
});

const retryAfterIfKnown = header('RetryAfterIfKnown', {
  description: 'Seconds to wait, rounded up, if known',
  schema: seconds,
});

const EXAMPLE_REQUEST_ID = '5a0c7d0e-6c1b-4b53-9d6f-0f5c8f2f7a10';
const EXAMPLE_ERRORS: Readonly<Record<string, { pointer: string; code: string; message: string }>> = {
  'field-unknown': { pointer: '/nickname', code: 'field-unknown', message: 'Unknown field' },
  'validation-failed': { pointer: '/email', code: 'field-required', message: 'This field is required' },
};

/**
 * One response for all the problems that an operation answers with one status, named after their codes, so that
 * operations with the same problems share it.
 */
function problemResponse(problems: readonly ProblemType[], components: ComponentCollection): Reference {
  const response: OpenApiResponse = {
    description: listed(problems),
    headers: headersOf(problems[0]?.status, components),
    content: problemContent(problems, components),
  };
  return components.add('responses', nameOf(problems), response);
}

/** What stands under `default` in every operation. */
function otherProblemResponse(components: ComponentCollection): Reference {
  const description = `The connection or the service failed:\n\n${listed(serverProblems)}`;
  const content = problemContent(serverProblems, components);
  const response: OpenApiResponse = { description, headers: headersOf(undefined, components), content };
  return components.add('responses', 'OtherProblem', response);
}

function listed(problems: readonly ProblemType[]): string {
  const [first] = problems;
  if (first && problems.length === 1) return `${first.title} (\`${first.code}\`)`;
  return problems.map(({ code, title }) => `- \`${code}\`: ${title}`).join('\n');
}

const nameOf = (problems: readonly ProblemType[]): string =>
  problems.map(({ code }) => code.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())).join('Or');

function problemContent(
  problems: readonly ProblemType[],
  components: ComponentCollection,
): NonNullable<OpenApiResponse['content']> {
  const statuses = [...new Set(problems.map(({ status }) => status))];
  const properties = {
    status: statuses.length === 1 ? { const: statuses[0] } : { enum: statuses },
    code: { enum: problems.map(({ code }) => code) },
  };
  const examples = problems.map((problem) => [problem.code, exampleOf(problem, components)]);
  return {
    'application/problem+json': {
      schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties }] },
      examples: Object.fromEntries(examples),
    },
  };
}

function exampleOf(problem: ProblemType, components: ComponentCollection): Reference {
  const error = EXAMPLE_ERRORS[problem.code];
  const value = problemBody(problem, EXAMPLE_REQUEST_ID, error ? { errors: [error] } : {});
  return components.add('examples', problem.code, { summary: problem.title, value });
}

/** The request's id, which answers have as a header, is in a problem's body. */
function headersOf(
  status: number | undefined,
  components: ComponentCollection,
): NonNullable<OpenApiResponse['headers']> {
  return {
    'Content-Language': contentLanguage(components),
    ...(status === 401 && { 'WWW-Authenticate': challenge(components) }),
    ...(status === 429 && { 'Retry-After': retryAfter(components) }),
    ...(status === 503 && { 'Retry-After': retryAfterIfKnown(components) }),
  };
}
