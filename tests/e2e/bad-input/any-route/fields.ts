import type { JsonSchema } from '@gatehouse/platform/openapi';
import { wrongField } from '../bad-request.js';
import type { BadRequestsOf } from './operation.js';
import { allows, fieldsOf, isMoment, NO_MOMENTS, requiredOf } from './schemas.js';

type Fields = Readonly<Record<string, unknown>>;

/** Of every type, and exotic ones of each: what a field's schema does not allow must be refused. */
const VALUES: readonly unknown[] = [
  null,
  417,
  0,
  -1.5,
  1e300,
  true,
  '',
  '0417',
  'no such value',
  '٠٤١٧',
  '2026-02-30',
  "' or '1'='1",
  'x'.repeat(4_000),
  [],
  ['x'.repeat(400)],
  [null],
  [417],
  [[]],
  Array.from({ length: 60 }, (_, at) => `x${at}.v1`),
  {},
  { toString: 'x' },
  { nickname: 'x' },
];

/** Text that no database holds, whatever the field. */
const BROKEN = ['\u0000', 'x\u0000', 'half a pair \ud83d', '\ude00\ud83d'];

interface Probe {
  readonly what: string;
  readonly pointer: string;
  readonly fields: Fields;
}

function probes(schema: JsonSchema, base: Fields, parent = ''): readonly Probe[] {
  return Object.entries(fieldsOf(schema)).flatMap(([name, field]) => {
    const pointer = `${parent}/${name}`;
    const probe = (value: unknown): Probe => ({
      what: `${JSON.stringify(value).slice(0, 40)} as ${pointer}`,
      pointer,
      fields: { ...base, [name]: value },
    });
    const wrong = [...VALUES.filter((value) => !allows(field, value)), ...(isMoment(field) ? NO_MOMENTS : [])];
    // Settings have dozens of fields further inside: three values each show that they are looked at.
    const own = (parent === '' ? wrong : wrong.slice(0, 3)).map(probe);
    const broken = (parent === '' ? BROKEN : BROKEN.slice(0, 1)).map((text) => (allows(field, []) ? [text] : text));
    const given = base[name];
    const inner = probes(field, typeof given === 'object' && given !== null ? (given as Fields) : {}, pointer);
    return [
      ...own,
      ...broken.map(probe),
      ...inner.map(({ fields, ...rest }) => ({ ...rest, fields: { ...base, [name]: fields } })),
    ];
  });
}

/** Each field in turn, with all the others as they should be. */
export const badFields: BadRequestsOf = (operation, callers) => {
  if (!operation.body) return [];
  const { schema, example } = operation.body;
  const send = (fields: Fields): Uint8Array => operation.call(callers, { body: JSON.stringify(fields) });
  return [
    ...requiredOf(schema).map((name) => {
      const { [name]: _, ...rest } = example;
      return { what: `a body without ${name}`, bytes: send(rest), ...wrongField(`/${name} field-required`) };
    }),
    ...probes(schema, example).map(({ what, pointer, fields }) => ({
      what,
      bytes: send(fields),
      status: 422,
      code: ['validation-failed', 'field-unknown'],
      pointer,
    })),
  ];
};
