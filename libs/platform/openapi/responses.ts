import type { AnswerShape, Operation } from '../edge/index.js';
import type { ComponentCollection } from './component-collection.js';
import { replayed, requestId } from './headers.js';
import type { Content, OpenApiHeader, OpenApiOperation, OpenApiResponse, Reference } from './open-api.js';
import { problemsByStatus } from './operation-problems.js';
import { otherProblemResponse, problemResponse } from './problem-responses.js';
import type { SchemaCollection } from './schema-collection.js';

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
