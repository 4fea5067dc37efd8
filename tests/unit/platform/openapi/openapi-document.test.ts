import { type Operation, problemTable } from '@gatehouse/platform/edge';
import { openApiDocument } from '@gatehouse/platform/openapi';
import { Validator } from '@seriousme/openapi-schema-validator';
import { IsString } from 'class-validator';
import { operationLike } from './operation-like.js';

class Thing {
  @IsString()
  name!: string;
}

const problems = problemTable({
  'thing-broken': { status: 409, title: 'The thing is broken' },
  'thing-odd': { status: 422, title: 'The thing is odd' },
});
const documentOf = (...operations: readonly Partial<Operation>[]) =>
  openApiDocument(operations.map(operationLike), { title: 'Things', version: '1' });
const operationOf = (operation: Partial<Operation>) => documentOf(operation).paths['/v1/things']?.['post'];
const withBody = { body: { schema: Thing, example: { name: 'a' } } };

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const document = documentOf(
      { ...withBody, security: 'basic-or-body', problems: Object.values(problems) },
      { method: 'get', path: '/v1/things/{id}', operationId: 'getThing', security: 'bearer' },
    );
    const result = await new Validator().validate(structuredClone(document) as object as Record<string, unknown>);
    expect(result).toMatchObject({ valid: true });
  });

  it('is the same, byte for byte, for the same routes', () => {
    const write = () => JSON.stringify(documentOf({ ...withBody, problems: Object.values(problems) }));
    expect(write()).toBe(write());
  });

  it('refuses two operations of one name, and two of one method and path', () => {
    expect(() => documentOf({}, { path: '/v1/others' })).toThrow('Two operations are called doThing');
    expect(() => documentOf({}, { operationId: 'doAnother' })).toThrow('Two operations serve post /v1/things');
  });

  it('refuses two classes of one name', () => {
    const Other = (() => {
      class Thing {
        @IsString()
        title!: string;
      }
      return Thing;
    })();
    const answering = (schema: Operation['answers'][number]['schema']) => ({
      answers: { 200: { description: '', ...(schema && { schema }) } },
    });
    expect(() =>
      documentOf(answering(Thing), { ...answering(Other), operationId: 'doAnother', path: '/v1/others' }),
    ).toThrow('Two schemas are called Thing');
  });

  it('refuses two problems of one code that say different things', () => {
    const other = problemTable({ 'thing-broken': { status: 409, title: 'Somebody broke it' } });
    expect(() =>
      documentOf(
        { problems: [problems['thing-broken']] },
        { problems: [other['thing-broken']], operationId: 'doAnother', path: '/v1/others' },
      ),
    ).toThrow('are called thing-broken');
  });

  it('puts the tags in the order of the reference, and those it does not know after them', () => {
    const { tags } = openApiDocument(
      [operationLike({ tag: 'Odds' }), operationLike({ tag: 'Ends', path: '/v1/ends', operationId: 'end' })],
      { title: '', version: '1', tags: [{ name: 'Unused' }, { name: 'Ends', description: 'The ends' }] },
    );
    expect(tags).toEqual([{ name: 'Ends', description: 'The ends' }, { name: 'Odds' }]);
  });
});

describe('an operation', () => {
  it('has the parameters of its path, described, the application and the language', () => {
    const { paths } = documentOf({ path: '/v1/things/{id}', params: { id: 'Of the thing' } });
    expect(paths['/v1/things/{id}']?.['post']?.parameters).toEqual([
      { name: 'id', in: 'path', required: true, description: 'Of the thing', schema: { type: 'string' } },
      { $ref: '#/components/parameters/Application' },
      { $ref: '#/components/parameters/AcceptLanguage' },
    ]);
  });

  it('has no application where the route is outside of any', () => {
    const operation = operationOf({ withoutApplication: true });
    expect(operation?.parameters).toEqual([{ $ref: '#/components/parameters/AcceptLanguage' }]);
  });

  it('tells how callers prove who they are', () => {
    expect(operationOf({})).not.toHaveProperty('security');
    expect(operationOf({ security: 'basic' })?.security).toEqual([{ basic: [] }]);
    expect(operationOf({ security: 'bearer' })?.security).toEqual([{ bearer: [] }]);
    expect(operationOf({ security: 'basic-or-body' })?.security).toEqual([{ basic: [] }, {}]);
  });

  it('wants its body unless the route says otherwise', () => {
    expect(operationOf(withBody)?.requestBody?.required).toBe(true);
    expect(operationOf({ body: { ...withBody.body, optional: true } })?.requestBody?.required).toBe(false);
  });

  it('says of a body of bytes which types it may have, and that it may be too large', () => {
    const operation = operationOf({ body: { bytesAs: ['image/png', 'image/webp'], limit: 10 } });
    expect(operation?.requestBody).toEqual({
      required: true,
      content: { 'image/png': { schema: {} }, 'image/webp': { schema: {} } },
    });
    expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(['413', '415', '422']));
  });

  it('promises the headers of its answers', () => {
    const operation = operationOf({ answers: { 201: { description: 'Made', headers: { Location: 'Where' } } } });
    expect(operation?.responses['201']).toMatchObject({
      headers: { Location: { description: 'Where', required: true } },
    });
  });

  it('answers in each content type that callers may ask for', () => {
    const answers = { 200: { description: 'State', schema: Thing, alsoAs: 'text/event-stream' } };
    expect(operationOf({ answers })?.responses['200']).toMatchObject({
      content: { 'application/json': {}, 'text/event-stream': {} },
    });
  });

  it('groups its problems by status, each with the codes it may have', () => {
    const document = documentOf({ ...withBody, problems: Object.values(problems) });
    const name = 'ThingOddOrFieldUnknownOrValidationFailed';
    expect(document.paths['/v1/things']?.['post']?.responses).toMatchObject({
      409: { $ref: '#/components/responses/ThingBroken' },
      422: { $ref: `#/components/responses/${name}` },
    });
    expect(document.components.responses[name]?.content?.['application/problem+json']?.schema['allOf']).toContainEqual({
      properties: {
        status: { const: 422 },
        code: { enum: ['thing-odd', 'field-unknown', 'validation-failed'] },
      },
    });
  });

  it('has the problems of bodies, tokens and applications where it has those', () => {
    const statuses = (operation: Partial<Operation>) => Object.keys(operationOf(operation)?.responses ?? {});
    expect(statuses({})).toEqual(['204', '400', '422', '429', '503', 'default']);
    expect(statuses(withBody)).toEqual(['204', '400', '413', '415', '422', '429', '503', 'default']);
    expect(statuses({ security: 'bearer' })).toContain('401');
    const codes = (operation: Partial<Operation>) => JSON.stringify(documentOf(operation).components.responses);
    expect(codes({})).toContain('application-unknown');
    expect(codes({ withoutApplication: true })).not.toContain('application-unknown');
  });

  it('keeps its own answer beside a problem of the same status', () => {
    const operation = operationOf({ answers: { 503: { description: 'Not now', schema: Thing } } });
    expect(operation?.responses['503']).toMatchObject({
      description: 'Not now',
      content: { 'application/json': {}, 'application/problem+json': {} },
    });
  });
});
