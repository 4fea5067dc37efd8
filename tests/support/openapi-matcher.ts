import type { JsonSchema, OpenApiDocument, OpenApiResponse } from '@gatehouse/platform/openapi';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

export interface AnsweredOperation {
  readonly method: string;
  /** As the document has it: `/v1/users/{id}/activation`. */
  readonly path: string;
  readonly response: HttpResponse;
}

/** As supertest has it: headers in lower case, `body` parsed where the answer is JSON. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: unknown;
  readonly text?: string | undefined;
}

/**
 * Fails unless the document tells of the answer: its status, its content type, every field of its body and the
 * headers that it promises. Answers may get more fields one day, so the document leaves them open to clients; a field
 * that it does not tell of fails here all the same.
 */
export function expectToMatchDocument(document: OpenApiDocument, answered: AnsweredOperation): void {
  const { method, path, response } = answered;
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`The document has no ${method.toUpperCase()} ${path}`);

  const documented = operation.responses[response.status] ?? operation.responses['default'];
  const found = documented ? lookUp<OpenApiResponse>(document, documented) : undefined;
  const faults = found ? faultsOf(document, found, response) : [`status ${response.status} is not documented`];
  if (faults.length === 0) return;
  const body = JSON.stringify(response.body ?? response.text, null, 2);
  throw new Error(
    [`${method.toUpperCase()} ${path} answers ${response.status} otherwise than documented:`, ...faults, body].join(
      '\n',
    ),
  );
}

/** Fails unless the answer is a problem such as the document describes them; for requests that reach no operation. */
export function expectToBeProblem(document: OpenApiDocument, response: HttpResponse): void {
  const schema = { $ref: '#/components/schemas/Problem' };
  const described = { description: '', content: { 'application/problem+json': { schema } } };
  const faults = faultsOf(document, described, response);
  if (faults.length > 0) throw new Error(['The answer is no problem as documented:', ...faults].join('\n'));
}

function faultsOf(document: OpenApiDocument, documented: OpenApiResponse, response: HttpResponse): string[] {
  return [...headerFaults(document, documented, response), ...bodyFaults(document, documented, response)];
}

function headerFaults(document: OpenApiDocument, { headers = {} }: OpenApiResponse, response: HttpResponse): string[] {
  return Object.entries(headers).flatMap(([name, reference]) => {
    const { required, schema } = lookUp<{ required?: boolean; schema: JsonSchema }>(document, reference);
    const value = response.headers[name.toLowerCase()];
    if (value === undefined) return required ? [`header ${name} is missing`] : [];
    return schemaFaults(document, schema, value).map((fault) => `header ${name}${fault}`);
  });
}

function bodyFaults(document: OpenApiDocument, { content }: OpenApiResponse, response: HttpResponse): string[] {
  const contentType = response.headers['content-type'];
  const mediaType = typeof contentType === 'string' ? contentType.split(';', 1)[0]?.trim().toLowerCase() : undefined;
  if (!content) return mediaType === undefined && !response.text ? [] : ['a body is not documented'];
  const described = mediaType === undefined ? undefined : content[mediaType];
  if (!described) return [`content type ${mediaType ?? 'none'} is not documented`];
  if (!/[/+]json$/.test(mediaType ?? '')) return [];
  const { body } = response;
  const faults = schemaFaults(document, described.schema, body).map((fault) => `body${fault}`);
  // What `default` stands for has several statuses.
  const isMisnumbered =
    mediaType === 'application/problem+json' && (body as { status?: unknown } | null)?.status !== response.status;
  return isMisnumbered ? [...faults, 'body/status is not the status of the answer'] : faults;
}

function lookUp<T extends object>(document: OpenApiDocument, found: T | { readonly $ref: string }): T {
  if (!('$ref' in found)) return found;
  const [kind, name] = found.$ref.replace('#/components/', '').split('/') as ['responses' | 'headers', string];
  return document.components[kind][name] as T;
}

const compiled = new WeakMap<OpenApiDocument, Map<string, ValidateFunction>>();

function schemaFaults(document: OpenApiDocument, schema: JsonSchema, value: unknown): string[] {
  const known = compiled.get(document) ?? new Map<string, ValidateFunction>();
  compiled.set(document, known);
  const key = JSON.stringify(schema);
  const validate = known.get(key) ?? compile(document, schema);
  known.set(key, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const named = 'unevaluatedProperty' in params ? `: ${String(params['unevaluatedProperty'])}` : '';
    return `${instancePath} ${message}${named}`;
  });
}

/** OpenAPI 3.1 takes JSON Schema 2020-12 as it is; references into the document need it around them. */
function compile({ components: { schemas } }: OpenApiDocument, schema: JsonSchema): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false });
  formats.default(ajv);
  ajv.addVocabulary(['components']);
  return ajv.compile(closed({ ...schema, components: { schemas } }));
}

/** The schema without room for fields that it does not name. */
function closed<T>(part: T): T {
  if (part === null || typeof part !== 'object') return part;
  if (Array.isArray(part)) return part.map(closed) as T;
  const inner = Object.fromEntries(Object.entries(part).map(([keyword, value]) => [keyword, closed(value)]));
  const isOpen = inner['type'] === 'object' && 'properties' in inner && !('additionalProperties' in inner);
  return (isOpen ? { ...inner, unevaluatedProperties: false } : inner) as T;
}
