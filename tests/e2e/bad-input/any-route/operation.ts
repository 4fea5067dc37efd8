import type { JsonSchema, OpenApiOperation } from '@gatehouse/platform/openapi';
import { document } from '../../../support/api-document.js';
import { png } from '../../../support/images.js';
import { type BadRequest, wire } from '../bad-request.js';

/** A UUID that is nobody's and nothing's. */
export const NEVER_WAS = '01a1fd8e-eb10-75a1-8d47-61bb163bd468';

const IMAGE = png();

/** Where a place is one of a few names, and not an id. */
const PLACES: Readonly<Record<string, string>> = { template: 'activation-code', locale: 'fr' };

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

/** How the callers whom a route lets in say who they are, as header lines. */
export interface Callers {
  readonly basic: string;
  readonly bearer: string;
  readonly administration: string;
  readonly key: string;
}

/** One operation of the document, and how to call it well but for one thing. */
export class Operation {
  constructor(
    readonly method: string,
    /** As the document has it: `/v1/users/{id}/activation`. */
    readonly template: string,
    private readonly described: OpenApiOperation,
  ) {}

  get name(): string {
    return `${this.method} ${this.template}`;
  }

  /** Statuses that the document names. */
  get statuses(): readonly number[] {
    return Object.keys(this.described.responses).map(Number);
  }

  get parameters(): readonly Parameter[] {
    return (this.described.parameters ?? []).map((parameter) =>
      '$ref' in parameter
        ? (document.components.parameters[String(parameter.$ref).replace('#/components/parameters/', '')] as Parameter)
        : (parameter as Parameter),
    );
  }

  has(header: string): boolean {
    return this.parameters.some((parameter) => parameter.in === 'header' && parameter.name === header);
  }

  /** How callers say who they are; null where nobody has to. */
  get security(): 'basic' | 'bearer' | 'administration' | null {
    return (Object.keys(this.described.security?.[0] ?? {})[0] ?? null) as Operation['security'];
  }

  /** Whether the body may say it in place of the header. */
  get isByBodyToo(): boolean {
    return (this.described.security?.length ?? 0) > 1;
  }

  /** A good body and its schema; null where there is none, or it is no JSON. */
  get body(): { readonly example: Readonly<Record<string, unknown>>; readonly schema: JsonSchema } | null {
    const json = this.described.requestBody?.content['application/json'];
    return json ? { example: json.example as Readonly<Record<string, unknown>>, schema: json.schema } : null;
  }

  /** Whether its body is an image. */
  get isOfImages(): boolean {
    return this.described.requestBody?.content['image/png'] !== undefined;
  }

  /** Words of a mail and images are larger than other bodies. */
  get mostBytes(): number {
    if (this.isOfImages) return 200 * 1024;
    return (this.template.startsWith('/v1/admin/templates/') ? 256 : 8) * 1024;
  }

  get contentType(): string | null {
    return Object.keys(this.described.requestBody?.content ?? {})[0] ?? null;
  }

  path(params: Readonly<Record<string, string>> = {}): string {
    return this.template.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? PLACES[name] ?? NEVER_WAS);
  }

  authorization(callers: Callers): readonly string[] {
    return this.security && !this.isByBodyToo ? [`Authorization: ${callers[this.security]}`] : [];
  }

  /** The call as it should be, with what is to be wrong put over it. */
  call(callers: Callers, wrong: Wrong = {}): Uint8Array {
    const {
      path = this.path(),
      query = '',
      headers = [],
      body = this.isOfImages ? IMAGE : this.body ? JSON.stringify(this.body.example) : '',
    } = wrong;
    const usualType = this.isOfImages ? 'image/png' : this.body ? 'application/json' : null;
    const { authorization = this.authorization(callers), contentType = usualType } = wrong;
    const type = contentType === null ? [] : [`Content-Type: ${contentType}`];
    return wire(this.method, path + query, { headers: [...type, ...authorization, ...headers], body });
  }
}

export interface Wrong {
  readonly path?: string;
  readonly query?: string;
  readonly headers?: readonly string[];
  readonly authorization?: readonly string[];
  readonly contentType?: string | null;
  readonly body?: string | Uint8Array;
}

export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, described]) =>
  Object.entries(described).map(([method, operation]) => new Operation(method.toUpperCase(), path, operation)),
);

export interface Refused extends Omit<BadRequest, 'code' | 'isTry'> {
  /** One of these, where it depends on the route. */
  readonly code: string | readonly string[];
  /** Where one of the faults must be, or below it. */
  readonly pointer?: string;
}

/** What holds for any operation of a kind: its bad requests. None where it is of another kind. */
export type BadRequestsOf = (operation: Operation, callers: Callers) => readonly Refused[];
