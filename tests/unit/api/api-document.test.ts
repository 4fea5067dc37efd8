import type { OpenApiDocument } from '@gatehouse/platform/openapi';
import { Validator } from '@seriousme/openapi-schema-validator';
import { document } from '../../support/api-document.js';
import { expectToBeProblem, expectToMatchDocument } from '../../support/openapi-matcher.js';

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const requestId = 'f9c1bb5e-5be1-4a0b-9d4c-2f3a6a7c7d10';

describe('the API document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(document) as object as Record<string, unknown>);
    expect(result).toMatchObject({ valid: true });
  });

  it('describes every parameter of a path', () => {
    const undescribed = operations.flatMap(({ operation }) =>
      (operation.parameters ?? []).filter((parameter) => 'in' in parameter && !('description' in parameter)),
    );
    expect(undescribed).toEqual([]);
  });

  it.each(operations)('shows answers of $method $path such as they are', ({ method, path, operation }) => {
    for (const [status, response] of Object.entries(operation.responses)) {
      if ('$ref' in response) continue;
      const named = Object.keys(response.headers ?? {}).map((name) => [name.toLowerCase(), 'x']);
      for (const [contentType, { example }] of Object.entries(response.content ?? {})) {
        if (contentType === 'text/event-stream' || contentType === 'application/problem+json') continue;
        const headers = { ...Object.fromEntries(named), 'x-request-id': requestId, 'content-type': contentType };
        expectToMatchDocument(document, { method, path, response: { status: Number(status), headers, body: example } });
      }
    }
  });

  it('shows problems such as they are', () => {
    const headers = { 'content-type': 'application/problem+json' };
    for (const { value } of Object.values(document.components.examples)) {
      const { status } = value as { status: number };
      expectToBeProblem(document, { status, headers, body: value });
    }
  });

  it.each(operations.filter(({ operation }) => operation.requestBody))(
    'shows a body of $method $path that the operation takes',
    ({ operation }) => {
      const body = operation.requestBody?.content['application/json'];
      expect(requestFaults(document, body?.schema ?? {}, body?.example)).toEqual([]);
    },
  );
});

/** A body's example, looked at as though it were an answer of that schema. */
function requestFaults(whole: OpenApiDocument, schema: Readonly<Record<string, unknown>>, example: unknown): string[] {
  const content = { 'application/json': { schema } };
  const operation = { operationId: '', tags: [], summary: '', responses: { 200: { description: '', content } } };
  const looked = { ...whole, paths: { '/': { get: operation } } };
  const response = { status: 200, headers: { 'content-type': 'application/json' }, body: example };
  try {
    expectToMatchDocument(looked, { method: 'get', path: '/', response });
    return [];
  } catch (error) {
    return [String(error)];
  }
}
