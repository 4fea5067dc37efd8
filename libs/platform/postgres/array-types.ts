import type postgres from 'postgres';

type Parse = (text: string) => unknown;

const asText: Parse = (text) => text;
const asDate: Parse = (text) => new Date(text);

/** One-dimensional arrays by the number that PostgreSQL's catalogue gives their type (pg_type.dat), the same everywhere. */
const ELEMENTS: Readonly<Record<number, Parse>> = {
  1000: (text) => text === 't', // boolean[]
  1005: Number, // smallint[]
  1007: Number, // integer[]
  1009: asText, // text[]
  1015: asText, // varchar[]
  1016: asText, // bigint[]
  1022: Number, // double precision[]
  1115: asDate, // timestamp[]
  1182: asDate, // date[]
  1185: asDate, // timestamptz[]
  2951: asText, // uuid[]
  3807: (text) => JSON.parse(text), // jsonb[]
};

/**
 * Array types for the driver's `types`, to be used with `fetch_types: false`. The driver (3.4.9) would ask the
 * catalogue for them on every new connection, with a statement that nobody waits for: a backend that dies during it
 * is an unhandled rejection, which ends the process.
 * Arrays go in as `${list}::text[]`, with texts or numbers in them.
 */
export const arrayTypes: Record<string, postgres.PostgresType> = Object.fromEntries(
  Object.entries(ELEMENTS).map(([oid, parse]) => [
    `array${oid}`,
    {
      to: Number(oid),
      from: [Number(oid)],
      serialize: (list: unknown) => (Array.isArray(list) ? `{${list.map(quoted).join(',')}}` : list),
      parse: (text: string) => elements(text).map((element) => (element === null ? null : parse(element))),
    },
  ]),
);

const quoted = (element: unknown): string =>
  element === null || element === undefined ? 'null' : `"${asString(element).replace(/["\\]/g, '\\$&')}"`;

function asString(element: unknown): string {
  if (element instanceof Date) return element.toISOString();
  return typeof element === 'object' ? JSON.stringify(element) : String(element);
}

/** Elements of `{a,"b c",NULL}` (PostgreSQL manual, 8.15.6): NULL counts only without quotes. */
function elements(text: string): (string | null)[] {
  if (text === '{}') return [];
  const found = text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs);
  return Array.from(found, ([, inQuotes, bare]) =>
    inQuotes === undefined ? (bare === 'NULL' ? null : (bare as string)) : inQuotes.replace(/\\(.)/gs, '$1'),
  );
}
