import type { JsonSchema, OpenApiDocument, OpenApiResponse } from '@gatehouse/platform/openapi';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** What the schemas of a document are known by here. */
const DOCUMENT = 'document';

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

const PROBLEM = {
  description: '',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** Fails unless the answer is a problem such as the document describes them; for requests that reach no operation. */
export function expectToBeProblem(document: OpenApiDocument, response: HttpResponse): void {
  const faults = faultsOf(document, PROBLEM, response);
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

/** What checks answers against one document: its schemas are compiled as they are met, each once. */
class Checks {
  static readonly #known = new WeakMap<OpenApiDocument, Checks>();
  readonly #ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false, validateSchema: false });
  readonly #compiled = new WeakMap<JsonSchema, ValidateFunction>();

  private constructor({ components: { schemas } }: OpenApiDocument) {
    formats.default(this.#ajv);
    this.#ajv.addVocabulary(['components']);
    this.#ajv.addSchema({ $id: DOCUMENT, components: closed({ schemas }) });
  }

  static of(document: OpenApiDocument): Checks {
    const known = Checks.#known.get(document) ?? new Checks(document);
    Checks.#known.set(document, known);
    return known;
  }

  of(schema: JsonSchema): ValidateFunction {
    const known = this.#compiled.get(schema) ?? this.#ajv.compile(closed(schema));
    this.#compiled.set(schema, known);
    return known;
  }
}

function schemaFaults(document: OpenApiDocument, schema: JsonSchema, value: unknown): string[] {
  const validate = Checks.of(document).of(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const named = 'unevaluatedProperty' in params ? `: ${String(params['unevaluatedProperty'])}` : '';
    return `${instancePath} ${message}${named}`;
  });
}

/** The schema without room for fields that it does not name; what it refers to is in the document. */
function closed<T>(part: T): T {
  if (part === null || typeof part !== 'object') return part;
  if (Array.isArray(part)) return part.map(closed) as T;
  const inner = Object.fromEntries(
    Object.entries(part).map(([keyword, value]) => [
      keyword,
      keyword === '$ref' && typeof value === 'string' ? value.replace(/^#/, `${DOCUMENT}#`) : closed(value),
    ]),
  );
  const isOpen = inner['type'] === 'object' && 'properties' in inner && !('additionalProperties' in inner);
  return (isOpen ? { ...inner, unevaluatedProperties: false } : inner) as T;
}
