import type { BodyClass } from '../edge/index.js';
import { classSchema, type Direction } from './class-schema.js';
import type { JsonSchema, OpenApiDocument, Reference } from './open-api.js';

type Kind = Exclude<keyof OpenApiDocument['components'], 'schemas'>;

/** What a document's operations refer to besides schemas, each under a name of its own. */
export class ComponentCollection {
  readonly #components = new Map<Kind, Map<string, object>>();

  /** @throws Error where the name stands for something else already */
  add(kind: Kind, name: string, component: object): Reference {
    const known = this.#components.get(kind) ?? new Map<string, object>();
    this.#components.set(kind, known);
    const other = known.get(name);
    if (other && JSON.stringify(other) !== JSON.stringify(component)) throw new Error(`Two ${kind} are called ${name}`);
    known.set(name, component);
    return { $ref: `#/components/${kind}/${name}` };
  }

  /** By name, in the alphabet's order. */
  all<T extends object>(kind: Kind): Readonly<Record<string, T>> {
    const sorted = [...(this.#components.get(kind) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted) as Record<string, T>;
  }
}

/** The schemas that a document's operations refer to, each under a name of its own. */
export class SchemaCollection {
  readonly #schemas = new Map<string, JsonSchema>();
  /** The class and the fields that each name stands for, so that no two share one unnoticed. */
  readonly #sources = new Map<string, readonly unknown[]>();

  /** A hand-written schema. */
  add(name: string, schema: JsonSchema): Reference {
    return this.#collect(name, [schema], () => schema);
  }

  /** What a client reads, named as its class. */
  answer(described: BodyClass): Reference {
    return this.#class(described.name, described, 'answer');
  }

  /** What a client writes: a name of its own, since the same class may be read elsewhere, or written in part. */
  request(name: string, described: BodyClass, fields?: readonly string[]): Reference {
    return this.#class(name, described, 'request', fields);
  }

  /** By name, in the alphabet's order. */
  get all(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #class(name: string, described: BodyClass, direction: Direction, fields?: readonly string[]): Reference {
    const nested = (inner: BodyClass) =>
      direction === 'answer' ? this.answer(inner) : this.request(`${inner.name}Input`, inner);
    return this.#collect(name, [described, direction, ...(fields ?? [])], () =>
      classSchema(described, { direction, fields, nested }),
    );
  }

  #collect(name: string, source: readonly unknown[], schema: () => JsonSchema): Reference {
    const reference = { $ref: `#/components/schemas/${name}` };
    const known = this.#sources.get(name);
    if (known?.length === source.length && source.every((part, index) => part === known[index])) return reference;
    if (known) throw new Error(`Two schemas are called ${name}`);
    // Before the schema is made: a class may hold itself.
    this.#sources.set(name, source);
    this.#schemas.set(name, schema());
    return reference;
  }
}
