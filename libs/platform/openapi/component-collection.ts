import type { OpenApiDocument, Reference } from './open-api.js';

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
