import type { BodyShape, Route } from '../http/index.js';
import { LOCALES } from '../i18n/index.js';
import type { ComponentCollection } from './component-collection.js';
import type { OpenApiOperation, OpenApiRequestBody } from './open-api.js';
import { responsesOf } from './responses.js';
import type { SchemaCollection } from './schema-collection.js';
import { securityOf } from './security.js';

export function operationOf(
  route: Route,
  schemas: SchemaCollection,
  components: ComponentCollection,
): OpenApiOperation {
  const { operationId, tag, summary, description, security, body } = route;
  const parameters = parametersOf(route, components);
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(security && { security: securityOf(security, components) }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: requestBodyOf(operationId, body, schemas) }),
    responses: responsesOf(route, schemas, components),
  };
}

function requestBodyOf(operationId: string, body: BodyShape, schemas: SchemaCollection): OpenApiRequestBody {
  const name = `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Request`;
  const schema = schemas.request(name, body.schema, body.fields);
  return { required: !body.optional, content: { 'application/json': { schema, example: body.example } } };
}

const APPLICATION = {
  name: 'Gatehouse-Application',
  in: 'header',
  description: 'Slug of the application that the request is for',
  schema: { type: 'string', default: 'default' },
};

const LANGUAGE = {
  name: 'Accept-Language',
  in: 'header',
  description: `Languages for the texts of problems, best first (RFC 9110, section 12.5.4). Spoken are ${LOCALES.join(', ')}`,
  schema: { type: 'string', default: 'en' },
  example: 'fr-CA, fr;q=0.9',
};

function parametersOf({ path, params, headers, withoutApplication }: Route, components: ComponentCollection): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...(params?.[name] !== undefined && { description: params[name] }),
    schema: { type: 'string' },
  }));
  const inHeaders = Object.entries(headers ?? {}).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  }));
  return [
    ...inPath,
    ...inHeaders,
    ...(withoutApplication ? [] : [components.add('parameters', 'Application', APPLICATION)]),
    components.add('parameters', 'AcceptLanguage', LANGUAGE),
  ];
}
