import { type EventSchemas, schemaChanges } from '@gatehouse/platform/asyncapi';

const TYPE = 'user.moved.v1';
const base = {
  type: 'object',
  required: ['userId', 'kind', 'tags'],
  properties: {
    userId: { type: 'string', format: 'uuid' },
    kind: { type: 'string', enum: ['home', 'work'] },
    tags: { type: 'array', items: { type: 'string' } },
    city: { type: ['string', 'null'], description: 'Where to' },
  },
};
type Schema = typeof base;

const changesFrom = (change: (schema: Schema) => object): string[] => {
  const before: EventSchemas = { [TYPE]: base };
  return schemaChanges(before, { [TYPE]: change(structuredClone(base)) as EventSchemas[string] });
};
const withField = (schema: Schema, name: string, field: object) => ({
  ...schema,
  properties: { ...schema.properties, [name]: field },
});
const without = (schema: Schema, name: keyof Schema['properties']) => {
  const { [name]: _, ...properties } = schema.properties;
  return { ...schema, required: schema.required.filter((other) => other !== name), properties };
};

describe('a version of an event', () => {
  it.each<[string, (schema: Schema) => object]>([
    ['nothing has changed', (schema) => schema],
    ['a field has come that may be absent', (schema) => withField(schema, 'street', { type: ['string', 'null'] })],
    [
      'a text explains it otherwise',
      (schema) => ({ ...withField(schema, 'city', { type: ['null', 'string'], description: 'To' }), description: 'x' }),
    ],
    [
      'things stand in another order',
      ({ properties, required, type }) => ({
        required: required.toReversed(),
        type,
        properties: Object.fromEntries(Object.entries(properties).toReversed()),
      }),
    ],
    [
      'a choice is listed in another order',
      (schema) => withField(schema, 'kind', { enum: ['work', 'home'], type: 'string' }),
    ],
  ])('is the same when %s', (_, change) => {
    expect(changesFrom(change)).toEqual([]);
  });

  it.each<[string, (schema: Schema) => object, RegExp]>([
    ['a field has gone', (schema) => without(schema, 'kind'), /"kind" is gone/],
    ['a field that may be absent has gone', (schema) => without(schema, 'city'), /"city" is gone/],
    [
      'a field has another name',
      (schema) => withField(without(schema, 'city') as Schema, 'town', { type: ['string', 'null'] }),
      /"city" is gone/,
    ],
    [
      'a field is new and required',
      (schema) => ({ ...withField(schema, 'street', { type: 'string' }), required: [...schema.required, 'street'] }),
      /"street" is new and required/,
    ],
    [
      'a field has another type',
      (schema) => withField(schema, 'userId', { type: 'integer' }),
      /"userId" has other values/,
    ],
    ['a field takes less', (schema) => withField(schema, 'city', { type: 'string' }), /"city" has other values/],
    [
      'a field takes more',
      (schema) => withField(schema, 'userId', { type: ['string', 'null'], format: 'uuid' }),
      /"userId" has other values/,
    ],
    [
      'a choice has come',
      (schema) => withField(schema, 'kind', { type: 'string', enum: ['home', 'work', 'sea'] }),
      /"kind" has other values/,
    ],
    [
      'a choice has gone',
      (schema) => withField(schema, 'kind', { type: 'string', enum: ['home'] }),
      /"kind" has other values/,
    ],
    [
      'a form has come',
      (schema) => withField(schema, 'city', { type: ['string', 'null'], pattern: '^[A-Z]' }),
      /"city" has other values/,
    ],
    ['a form has gone', (schema) => withField(schema, 'userId', { type: 'string' }), /"userId" has other values/],
    [
      'elements of a list have changed',
      (schema) => withField(schema, 'tags', { type: 'array', items: { type: 'integer' } }),
      /"tags" has other values/,
    ],
    ['a field may be absent now', (schema) => ({ ...schema, required: ['userId', 'tags'] }), /"kind" may be absent/],
    [
      'a field may be absent no more',
      (schema) => ({ ...schema, required: [...schema.required, 'city'] }),
      /"city" is required/,
    ],
    ['nothing else is let in any more', (schema) => ({ ...schema, additionalProperties: false }), /form has changed/],
  ])('is another one when %s', (_, change, expected) => {
    expect(changesFrom(change)).toEqual([expect.stringMatching(expected)]);
    expect(changesFrom(change)[0]).toMatch(/^user\.moved\.v1: /);
  });

  it('may not go, and others may come', () => {
    expect(schemaChanges({ [TYPE]: base }, {})).toEqual([`${TYPE} is gone`]);
    expect(schemaChanges({ [TYPE]: base }, { [TYPE]: base, 'user.moved.v2': { type: 'object' } })).toEqual([]);
  });
});
