import type { JsonSchema } from '@gatehouse/platform/openapi';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { document } from '../../../support/api-document.js';

const ajv = new Ajv2020({ allowUnionTypes: true, strictTypes: false });
formats.default(ajv);
ajv.addVocabulary(['components']);
ajv.addSchema(named({ components: { schemas: document.components.schemas } }), 'document');
const compiled = new Map<string, ValidateFunction>();

/** The same schema, whose references lead into the document: nothing of that is compiled twice. */
function named<T extends object>(schema: T): T {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#', '"$ref":"document#')) as T;
}

/** Whether the document lets such a value through. */
export function allows(schema: JsonSchema, value: unknown): boolean {
  const key = JSON.stringify(schema);
  const validate = compiled.get(key) ?? ajv.compile(named(schema));
  compiled.set(key, validate);
  return validate(value);
}

/** The fields of an object by their schemas, whether it may be null or not; none where it is no object. */
export function fieldsOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  const { $ref, anyOf, properties } = schema as {
    readonly $ref?: string;
    readonly anyOf?: readonly JsonSchema[];
    readonly properties?: Readonly<Record<string, JsonSchema>>;
  };
  if (properties) return properties;
  const named = $ref && document.components.schemas[$ref.replace('#/components/schemas/', '')];
  if (named) return fieldsOf(named);
  return Object.assign({}, ...(anyOf ?? []).map(fieldsOf)) as Readonly<Record<string, JsonSchema>>;
}

export function requiredOf(schema: JsonSchema): readonly string[] {
  const { $ref, required = [] } = schema as { readonly $ref?: string; readonly required?: readonly string[] };
  const named = $ref && document.components.schemas[$ref.replace('#/components/schemas/', '')];
  return named ? requiredOf(named) : required;
}

/** Of the right form, and still no moment: a day that never was, or what no database holds. */
export const NO_MOMENTS = [
  '2026-02-30T00:00:00Z',
  '2026-04-31T12:00:00+02:00',
  '0000-01-01T00:00:00Z',
  '2026-01-01T00:00:00+16:00',
  '2016-12-31T23:59:60Z',
  `2026-01-01T00:00:00.${'1'.repeat(300)}Z`,
];

export const isMoment = ({ format }: JsonSchema): boolean => format === 'date-time';
