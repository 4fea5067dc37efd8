import { descriptionOf } from '@gatehouse/kernel';
import {
  getMetadataStorage,
  IS_ISO8601,
  IS_OPTIONAL,
  IS_RFC_3339,
  MATCHES,
  MAX,
  MIN,
  ValidationTypes,
} from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { BodyClass } from '../edge/index.js';
import type { JsonSchema, Reference } from './open-api.js';

/** Whether clients write the class (an absent field stands for null) or read it (every field is always there). */
export type Direction = 'request' | 'answer';

export interface ClassSchemaOptions {
  readonly direction: Direction;
  /** Fields to take; all of them by default. */
  readonly fields?: readonly string[] | undefined;
  /** Called for every class that a `@ValidateNested({ context: { of: SomeClass } })` names. */
  readonly nested: (nestedClass: BodyClass) => Reference;
}

type Converters = NonNullable<NonNullable<Parameters<typeof targetConstructorToSchema>[1]>['additionalConverters']>;
type Metadata = Parameters<Extract<Converters[string], (...values: never[]) => unknown>>[0];

/** `@IsISO8601()` takes dates and times alike; this is the pattern by which a contract asks for a date. */
const DATE_PATTERN = '^\\d{4}-\\d{2}-\\d{2}$';

/** The schema of a class with class-validator decorators, in JSON Schema 2020-12. */
export function classSchema(described: BodyClass, { direction, fields, nested }: ClassSchemaOptions): JsonSchema {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(described, '', true, false);
  const own = new Set(metadata.filter(({ target }) => target === described).map(({ propertyName }) => propertyName));
  const optional = new Set(metadata.filter(({ name }) => name === IS_OPTIONAL).map(({ propertyName }) => propertyName));
  const { properties = {}, required = [] } = targetConstructorToSchema(described, {
    additionalConverters: converters(nested),
  });

  // What a class has from its ancestors stands first, as it would in the source.
  const names = Object.keys(properties).sort((a, b) => Number(own.has(a)) - Number(own.has(b)));
  const taken = names.filter((name) => fields?.includes(name) ?? true);
  for (const field of fields ?? []) if (!names.includes(field)) throw new Error(`${described.name} has no "${field}"`);

  const schemas = taken.map((name) => {
    const schema = { ...properties[name] } as JsonSchema;
    if (Object.keys(schema).length === 0) throw new Error(`${described.name}.${name} does not say what it holds`);
    const complete = optional.has(name) ? nullable(withFormat(schema)) : withFormat(schema);
    const description = descriptionOf(described, name);
    return [name, description === undefined ? complete : { description, ...complete }];
  });
  const isRequired = (name: string) => required.includes(name) || (direction === 'answer' && optional.has(name));
  const description = descriptionOf(described);
  return {
    type: 'object',
    ...(description !== undefined && { description }),
    required: taken.filter(isRequired),
    properties: Object.fromEntries(schemas),
    ...(direction === 'request' && { additionalProperties: false }),
  };
}

/** Where the library's own converters say too much, or nothing. */
const converters = (nested: ClassSchemaOptions['nested']): Converters => ({
  // The library adds `type: number`, which would undo an integer.
  [MIN]: ({ constraints }) => ({ minimum: constraints[0] as number }),
  [MAX]: ({ constraints }) => ({ maximum: constraints[0] as number }),
  // The library says "a date or a date-time", and every date is refused as the one or the other.
  [IS_ISO8601]: { type: 'string' },
  [IS_RFC_3339]: { type: 'string', format: 'date-time' },
  [MATCHES]: ({ constraints }) => ({ type: 'string', pattern: patternOf(constraints[0] as RegExp) }),
  // There are no types at run time: the decorator has to name the class.
  [ValidationTypes.NESTED_VALIDATION]: (metadata) => nested(nestedClassOf(metadata)),
});

function patternOf({ source, flags }: RegExp): string {
  if (flags !== '' && flags !== 'u') throw new Error(`/${source}/${flags}: a schema's pattern has no flags`);
  return source;
}

function nestedClassOf({ context, propertyName }: Metadata): BodyClass {
  if (typeof context?.of === 'function') return context.of;
  throw new Error(`"${propertyName}" does not name its class: @ValidateNested({ context: { of: SomeClass } })`);
}

const withFormat = (schema: JsonSchema): JsonSchema =>
  schema['pattern'] === DATE_PATTERN ? { type: 'string', format: 'date', ...schema } : schema;

/** In 3.1 null is a type among others, and has to be among an enumeration's values too. */
function nullable(schema: JsonSchema): JsonSchema {
  const { type, enum: values, ...rest } = schema;
  if (type === undefined) return { anyOf: [schema, { type: 'null' }] };
  return { type: [type, 'null'], ...(Array.isArray(values) && { enum: [...values, null] }), ...rest };
}

/** The schema of what is sent for a command, complete in itself. */
export const commandSchema = (command: BodyClass): JsonSchema =>
  classSchema(command, {
    direction: 'request',
    nested: ({ name }) => {
      throw new Error(`${command.name} holds a ${name}, which a schema of its own cannot refer to`);
    },
  });
