import { problemTable } from '@gatehouse/platform/edge';
import { openApiDocument } from '@gatehouse/platform/openapi';
import { IsOptional, IsRFC3339, IsString, ValidateNested } from 'class-validator';
import { expectToBeProblem, expectToMatchDocument, type HttpResponse } from '../../support/openapi-matcher.js';
import { operationLike } from '../platform/openapi/operation-like.js';

class Maker {
  @IsString()
  name!: string;
}

class Thing {
  @IsRFC3339()
  madeAt!: string;

  @IsOptional()
  @IsString()
  note!: string | null;

  @ValidateNested({ context: { of: Maker } })
  maker!: Maker;
}

const problems = problemTable({ 'thing-broken': { status: 409, title: 'The thing is broken' } });
const document = openApiDocument(
  [
    operationLike({
      path: '/v1/things/{id}',
      answers: {
        201: { description: 'Made', schema: Thing, headers: { Location: 'Where' } },
        202: { description: 'Will be made' },
        203: { description: 'Being made', schema: Thing, alsoAs: 'text/event-stream' },
      },
      problems: Object.values(problems),
    }),
  ],
  { title: 'Things', version: '1' },
);

const requestId = 'f9c1bb5e-5be1-4a0b-9d4c-2f3a6a7c7d10';
const json = { 'content-type': 'application/json; charset=utf-8', 'x-request-id': requestId };
const thing = { madeAt: '2026-11-21T09:00:00.000Z', note: null, maker: { name: 'Ada' } };
const made = (changes: object = {}): HttpResponse => ({
  status: 201,
  headers: { ...json, location: '/v1/things/1' },
  body: { ...thing, ...changes },
});
const problem = (status: number, code: string, changes: object = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/problem+json', 'content-language': 'en', 'retry-after': '30' },
  body: { type: `/problems/${code}`, title: 'No', status, code, requestId, ...changes },
});
const matching =
  (response: HttpResponse, path = '/v1/things/{id}', method = 'POST') =>
  () =>
    expectToMatchDocument(document, { method, path, response });

describe('matching an answer to the document', () => {
  it.each([
    ['a documented answer', made()],
    ['an answer without a body', { status: 202, headers: { 'x-request-id': requestId }, text: '' }],
    ['a stream', { status: 203, headers: { ...json, 'content-type': 'text/event-stream' }, text: 'data: 1' }],
    ['a problem of the route', problem(409, 'thing-broken')],
    ['a problem of any route', problem(429, 'throttled')],
    ['a problem of the server', problem(500, 'internal')],
  ])('passes %s', (_name, response) => {
    expect(matching(response)).not.toThrow();
  });

  it.each<[string, HttpResponse, string]>([
    ['a status that is not documented', { ...made(), status: 200 }, 'content type application/json'],
    ['a problem of another status', problem(418, 'thing-broken'), 'body/status'],
    ['a problem that the route does not have', problem(409, 'thing-odd'), 'body/code must be equal to one of'],
    ['a problem whose status is not its own', problem(500, 'request-timeout', { status: 408 }), 'body/status is not'],
    ['a field too many', made({ colour: 'red' }), 'unevaluated properties: colour'],
    ['a field too many further in', made({ maker: { name: 'Ada', age: 36 } }), 'unevaluated properties: age'],
    ['a field too many in a problem', problem(409, 'thing-broken', { hint: '' }), 'unevaluated properties: hint'],
    ['a field too few', made({ note: undefined }), "must have required property 'note'"],
    ['a field of another type', made({ note: 1 }), 'body/note must be string,null'],
    ['a field of another format', made({ madeAt: 'yesterday' }), 'body/madeAt must match format "date-time"'],
    ['another content type', { ...made(), headers: { ...made().headers, 'content-type': 'text/html' } }, 'text/html'],
    ['no content type', { ...made(), headers: { location: '/' } }, 'content type none'],
    ['a body where none is documented', { ...made(), status: 202 }, 'a body is not documented'],
    ['a missing header', { ...made(), headers: json }, 'header Location is missing'],
    ['a header of another form', problem429('soon'), 'header Retry-After'],
  ])('fails %s', (_name, response, fault) => {
    expect(matching(response)).toThrow(fault);
  });

  it('fails an operation that is not documented', () => {
    expect(matching(made(), '/v1/others')).toThrow('The document has no POST /v1/others');
    expect(matching(made(), '/v1/things/{id}', 'get')).toThrow('The document has no GET /v1/things/{id}');
  });

  it('says what was answered', () => {
    expect(matching(made({ colour: 'red' }))).toThrow('"colour": "red"');
  });

  it('knows problems of no operation', () => {
    expect(() => expectToBeProblem(document, problem(404, 'not-found'))).not.toThrow();
    expect(() => expectToBeProblem(document, problem(404, 'not-found', { code: 1 }))).toThrow('body/code');
    expect(() => expectToBeProblem(document, made())).toThrow('application/json is not documented');
  });
});

function problem429(retryAfter: string): HttpResponse {
  const { headers, ...rest } = problem(429, 'throttled');
  return { ...rest, headers: { ...headers, 'retry-after': retryAfter } };
}
