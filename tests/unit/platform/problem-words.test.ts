import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { busProblems, commonProblems, problemBody } from '@gatehouse/platform/edge';
import { LOCALES } from '@gatehouse/platform/i18n';
import { documentedOperations } from '../../../apps/api/operations.js';
import { problemsByStatus } from '../../../libs/platform/openapi/problems.js';

type Section = 'titles' | 'details' | 'fields';
type Words = Readonly<Record<Section, Readonly<Record<string, string>>>>;

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = new URL('../../../libs/platform/edge/problem-words/', import.meta.url);
const translated = LOCALES.filter((locale) => locale !== 'en');
const wordsIn = (locale: string): Words => JSON.parse(readFileSync(new URL(`${locale}.json`, folder), 'utf8'));

/** The embedded server's faults are told to the operator who starts it, never to a caller. */
const REACHED_BY_NO_REQUEST = /^libs\/embedded-postgres\//;
const sources = ['libs', 'apps/api']
  .flatMap((part) => readdirSync(`${root}${part}`, { recursive: true, withFileTypes: true }))
  .map((entry) => relative(root, `${entry.parentPath}/${entry.name}`))
  .filter((file) => /\.ts$/.test(file) && !/(^|\/)(dist|node_modules)\//.test(file))
  .filter((file) => !REACHED_BY_NO_REQUEST.test(file))
  .map((file) => readFileSync(`${root}${file}`, 'utf8'))
  .join('\n');
const found = (...patterns: RegExp[]): string[] =>
  patterns.flatMap((pattern) => [...sources.matchAll(pattern)].map(([, code]) => String(code)));

const problemCodes = new Set([
  ...Object.keys(commonProblems),
  ...Object.keys(busProblems),
  ...documentedOperations().flatMap((route) => [...problemsByStatus(route).values()].flat().map(({ code }) => code)),
]);
/** Codes of fields' faults stand beside a message, in a union named after its faults, or in the table of constraints. */
const fieldCodes = new Set([
  ...found(/\bcode: '([a-z-]+)',\s+message/g, /\bfault\([^,()]+,\s*'([a-z-]+)'/g, /CODES\[\w+\] \?\? '([a-z-]+)'/g),
  ...found(/\btype \w+Fault =([^;]+);/g).flatMap((union) =>
    [...union.matchAll(/'([a-z-]+)'/g)].map(([, c]) => String(c)),
  ),
  ...found(/const CODES: Readonly[^=]*= \{([^}]+)\}/g).flatMap((table) =>
    [...table.matchAll(/: '([a-z-]+)'/g)].map(([, c]) => String(c)),
  ),
]);
const detailCodes = new Set([
  ...found(/\bdetailCode: '([a-z0-9-]+)'/g),
  ...found(/const DETAILS = \{(.*?)\n\} as const/gs).flatMap((table) =>
    [...table.matchAll(/'([a-z0-9-]+)':/g)].map(([, c]) => String(c)),
  ),
]);

it('the search finds the codes that are known to exist', () => {
  const known = ['field-required', 'field-unknown', 'text-too-long', 'value-invalid', 'text-empty', 'phone-invalid'];
  expect([...fieldCodes]).toEqual(expect.arrayContaining([...known, 'email-not-ascii', 'password-guessable']));
  expect([...detailCodes]).toEqual(expect.arrayContaining(['body-not-json', 'body-over-limit', 'body-too-deep']));
  expect([...problemCodes]).toEqual(
    expect.arrayContaining(['token-invalid', 'code-expired', 'session-unknown', 'busy']),
  );
});

it('every language but the one in the code has its file, and every file is a language', () => {
  expect(readdirSync(folder).sort()).toEqual(translated.map((locale) => `${locale}.json`).sort());
});

describe.each(translated)('problems in %s', (locale) => {
  const words = wordsIn(locale);
  const texts = Object.entries(words).flatMap(([section, lines]) =>
    Object.entries(lines).map(([code, text]) => [`${section}.${code}`, text] as const),
  );

  it.each<[Section, Set<string>]>([
    ['titles', problemCodes],
    ['details', detailCodes],
    ['fields', fieldCodes],
  ])('have %s for every code, and for no other', (section, codes) => {
    expect(Object.keys(words[section]).sort()).toEqual([...codes].sort());
  });

  it.each(texts)('%s is one tidy line', (_key, text) => {
    expect(text).toBe(text.trim());
    expect(text).not.toMatch(/\p{Cc}|\$t\(|\.$|。$/u);
    expect(text.replace(/\{\{(limit|beginning)\}\}/, '')).not.toMatch(/[{}]/);
  });

  it('name a limit just where the English sentence has one', () => {
    const limited = texts.filter(([, text]) => text.includes('{{limit}}')).map(([key]) => key);
    expect(limited.sort()).toEqual([
      'details.body-over-limit',
      'details.body-too-deep',
      'fields.beyond-grant',
      'fields.list-too-long',
      'fields.number-too-large',
      'fields.number-too-small',
      'fields.password-too-long',
      'fields.password-too-short',
      'fields.text-too-long',
      'fields.text-too-short',
    ]);
  });
});

describe('a problem’s body', () => {
  const refusal = {
    detail: 'At most 8192 bytes',
    detailCode: 'body-over-limit',
    values: { limit: 8192 },
    errors: [
      {
        pointer: '/password',
        code: 'password-too-short',
        message: 'Must have at least 8 characters',
        values: { limit: 8 },
      },
    ],
  };
  const problem = commonProblems['body-too-large'];

  it('tells title, detail and messages in the language, and keeps codes and pointers', () => {
    expect(problemBody(problem, 'id', refusal, { locale: 'de' })).toEqual({
      type: '/problems/body-too-large',
      title: 'Anfrage zu groß',
      status: 413,
      code: 'body-too-large',
      detail: 'Höchstens 8192 Bytes',
      requestId: 'id',
      errors: [{ pointer: '/password', code: 'password-too-short', message: 'Muss mindestens 8 Zeichen haben' }],
    });
  });

  it('is in English unless told, and keeps to itself what its sentences are made of', () => {
    expect(problemBody(problem, 'id', refusal)).toEqual({
      type: '/problems/body-too-large',
      title: 'Request body too large',
      status: 413,
      code: 'body-too-large',
      detail: 'At most 8192 bytes',
      requestId: 'id',
      errors: [{ pointer: '/password', code: 'password-too-short', message: 'Must have at least 8 characters' }],
    });
  });

  it('says in English what it cannot say otherwise', () => {
    const unheard = { code: 'unheard-of', status: 400, title: 'Unheard of' };
    const body = problemBody(
      unheard,
      'id',
      { detail: 'Really', errors: [{ pointer: '/x', code: 'odd', message: 'Is odd' }] },
      { locale: 'ja' },
    );
    expect(body).toMatchObject({ title: 'Unheard of', detail: 'Really', errors: [{ message: 'Is odd' }] });
  });
});
