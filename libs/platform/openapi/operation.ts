import { type BodyShape, type BytesShape, IDEMPOTENCY_KEY_PATTERN, type Operation } from '../edge/index.js';
import { LOCALES } from '../i18n.js';
import { classSchema } from './class-schema.js';
import type { ComponentCollection, SchemaCollection } from './collections.js';
import type { JsonSchema, OpenApiOperation, OpenApiRequestBody, Reference } from './open-api.js';
import { responsesOf } from './responses.js';

export function operationOf(
  operation: Operation,
  schemas: SchemaCollection,
  components: ComponentCollection,
): OpenApiOperation {
  const { operationId, tag, summary, description, security, body } = operation;
  const parameters = parametersOf(operation, components);
  const needs = operation.scope && `Needs the scope \`${operation.scope}\`.`;
  const told = [description, needs].filter((text) => text !== undefined).join(' ');
  return {
    operationId,
    tags: [tag],
    summary,
    ...(told !== '' && { description: told }),
    ...(security && { security: securityOf(security, components) }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: requestBodyOf(operationId, body, schemas) }),
    responses: responsesOf(operation, schemas, components),
  };
}

function requestBodyOf(
  operationId: string,
  body: BodyShape | BytesShape,
  schemas: SchemaCollection,
): OpenApiRequestBody {
  if ('bytesAs' in body) {
    // Of bytes there is nothing to say in a schema (OpenAPI 3.1, section 4.8.14.2).
    return { required: true, content: Object.fromEntries(body.bytesAs.map((type) => [type, { schema: {} }])) };
  }
  const name = `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Request`;
  const schema = schemas.request(name, body.schema, body.fields);
  return {
    required: !body.optional,
    content: { [body.streamedAs ?? 'application/json']: { schema, example: body.example } },
  };
}

const APPLICATION = {
  name: 'Gatehouse-Application',
  in: 'header',
  description: 'Slug of the application',
  schema: { type: 'string', default: 'default' },
};

const LANGUAGE = {
  name: 'Accept-Language',
  in: 'header',
  description: `Preferred languages for problem texts, best first (RFC 9110, section 12.5.4): ${LOCALES.join(', ')}`,
  schema: { type: 'string', default: 'en' },
  example: 'fr-CA, fr;q=0.9',
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Chosen by the caller, hard to guess, and new for each request, such as a UUID. If the same request is sent again with it within 24 hours, it returns the same response, and nothing happens twice',
  schema: { type: 'string', pattern: IDEMPOTENCY_KEY_PATTERN },
  example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
};

function parametersOf(operation: Operation, components: ComponentCollection): object[] {
  const { path, params, headers, withoutApplication, security, idempotency } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...(params?.[name] !== undefined && { description: params[name] }),
    schema: { type: 'string' },
  }));
  const inQuery = queryParametersOf(operation);
  const inHeaders = Object.entries(headers ?? {}).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  }));
  return [
    ...inPath,
    ...inQuery,
    ...inHeaders,
    ...(idempotency === 'by-key' ? [components.add('parameters', 'IdempotencyKey', IDEMPOTENCY_KEY)] : []),
    ...(withoutApplication ? [] : [applicationParameter(security, components)]),
    components.add('parameters', 'AcceptLanguage', LANGUAGE),
  ];
}

/** Who calls with a role or a key belongs to an application, which is meant where none is named. */
const applicationParameter = (security: Operation['security'], components: ComponentCollection): Reference =>
  security === 'administration'
    ? components.add('parameters', 'AdministeredApplication', {
        name: 'Gatehouse-Application',
        in: 'header',
        description:
          'Slug of the application to administer: the caller’s own by default. Other applications are only for administrators of `default`',
        schema: { type: 'string' },
      })
    : components.add('parameters', 'Application', APPLICATION);

function queryParametersOf({ query, queryFields: fields }: Operation): object[] {
  if (!query) return [];
  const nested = () => {
    throw new Error('A query has no objects in it');
  };
  const { properties, required } = classSchema(query, { direction: 'request', fields, nested });
  return Object.entries(properties as Record<string, JsonSchema>).map(([name, { description, type, ...schema }]) => ({
    name,
    in: 'query',
    ...((required as string[]).includes(name) && { required: true }),
    ...(description !== undefined && { description }),
    // An absent parameter is null; none can be sent as null.
    schema: { ...(type !== undefined && { type: Array.isArray(type) ? type[0] : type }), ...withoutNull(schema) },
  }));
}

const withoutNull = ({ enum: values, ...schema }: JsonSchema): JsonSchema => ({
  ...schema,
  ...(Array.isArray(values) && { enum: values.filter((value) => value !== null) }),
});

const SCHEMES = {
  basic: {
    type: 'http',
    scheme: 'basic',
    description: 'The account’s address and password as `email:password` in UTF-8 (RFC 7617)',
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token, signed with EdDSA by a key from `/.well-known/jwks.json`',
  },
  administration: {
    type: 'http',
    scheme: 'bearer',
    description:
      'An access token of a person with the role `support` or `admin`, or a secret key of the application (`ghk_…`)',
  },
};

/** The ways to authenticate, any one of which will do; `{}` is to go without the header, for the body says it. */
function securityOf(
  security: NonNullable<Operation['security']>,
  components: ComponentCollection,
): NonNullable<OpenApiOperation['security']> {
  const scheme = security === 'basic-or-body' ? 'basic' : security;
  components.add('securitySchemes', scheme, SCHEMES[scheme]);
  return security === 'basic-or-body' ? [{ basic: [] }, {}] : [{ [scheme]: [] }];
}
