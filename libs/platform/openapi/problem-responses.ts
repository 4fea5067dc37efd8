import { type ProblemType, problemBody } from '../edge/index.js';
import type { ComponentCollection } from './component-collection.js';
import { challenge, contentLanguage, retryAfter, retryAfterIfKnown } from './headers.js';
import type { OpenApiResponse, Reference } from './open-api.js';
import { serverProblems } from './operation-problems.js';

const EXAMPLE_REQUEST_ID = '5a0c7d0e-6c1b-4b53-9d6f-0f5c8f2f7a10';
const EXAMPLE_ERRORS: Readonly<Record<string, { pointer: string; code: string; message: string }>> = {
  'field-unknown': { pointer: '/nickname', code: 'field-unknown', message: 'Unknown field' },
  'validation-failed': { pointer: '/email', code: 'field-required', message: 'This field is required' },
};

/**
 * One response for all the problems that an operation answers with one status, named after their codes, so that
 * operations with the same problems share it.
 */
export function problemResponse(problems: readonly ProblemType[], components: ComponentCollection): Reference {
  const response: OpenApiResponse = {
    description: listed(problems),
    headers: headersOf(problems[0]?.status, components),
    content: problemContent(problems, components),
  };
  return components.add('responses', nameOf(problems), response);
}

/** What stands under `default` in every operation. */
export function otherProblemResponse(components: ComponentCollection): Reference {
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
