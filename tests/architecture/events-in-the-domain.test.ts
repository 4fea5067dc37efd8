import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { PROJECT } from './cruise-project.js';

const TYPE = /^[a-z][a-z-]*(?:\.[a-z-]+)+\.v\d+$/;
/** The same within a text of SQL. */
const TYPE_IN_TEXT = /'[a-z][a-z-]*(?:\.[a-z-]+)+\.v\d+'/;
/** The end of one that is put together. */
const END_OF_TYPE = /^[a-z.-]*\.v\d+$/;
const INSERT = /insert\s+into\s+gatehouse\.(event_log|audit_log|idempotency_keys)/i;
const ANY_EVENT = /\btype: string;\s+(?:readonly )?data: object\b/;

/** Where types are declared, said to have happened, or shown to readers of the documents or the console. */
const MAY_NAME_TYPES =
  /^libs\/[^/]+\/(?:contract|domain|operations)\/|^apps\/console\/src\/components\/words\/event-words\.ts$/;
/** One for each of the tables. */
const WRITERS = [
  'libs/platform/audit.ts',
  'libs/platform/events/command-record.ts',
  'libs/platform/idempotency/kept-answers.ts',
];

/** Whether a text of the source, comments left out, is a type or has one in it. */
function namesType(source: string): boolean {
  if (!/\.v\d/.test(source)) return false;
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): boolean => {
    if (ts.isStringLiteralLike(node) && TYPE.test(node.text)) return true;
    if (ts.isTemplateTail(node) && END_OF_TYPE.test(node.text)) return true;
    if (
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node)
    ) {
      if (TYPE_IN_TEXT.test(node.text)) return true;
    }
    return ts.forEachChild(node, visit) ?? false;
  };
  return visit(file);
}

const sources = globSync('{apps,libs}/**/*.ts', { cwd: PROJECT, exclude: ['**/{node_modules,dist,generated}'] });
const read = (file: string) => readFileSync(path.join(PROJECT, file), 'utf8');
const filesWhere = (breaks: (source: string) => boolean, among = sources) =>
  among.filter((file) => breaks(read(file))).toSorted();

describe('what has happened', () => {
  it('is written into the logs by their writers alone', () => {
    expect(sources.length).toBeGreaterThan(500);
    expect(filesWhere((source) => INSERT.test(source))).toEqual(WRITERS);
  });

  it('is named by contracts and domains alone', () => {
    const others = sources.filter((file) => !MAY_NAME_TYPES.test(file));
    expect(filesWhere(namesType, others)).toEqual([]);
    expect(filesWhere(namesType).length).toBeGreaterThan(10);
  });

  it('reaches the adapters as an event of its context', () => {
    const ports = sources.filter((file) => /^libs\/[^/]+\/application\//.test(file));
    expect(ports.length).toBeGreaterThan(50);
    expect(filesWhere((source) => ANY_EVENT.test(source), ports)).toEqual([]);
  });

  it.each([
    "const event = { id, type: 'user.suspended.v1', data };",
    "const statement = sql`select id, 'registration.superseded.v1', data from rows`;",
    ['const type = `user.$', '{proof}-verified.v1`;'].join(''),
  ])('is found where it is named: %s', (source) => expect(namesType(source)).toBe(true));

  it.each([
    '/** Such as `user.registered.v1`. */ export const type = registrationEventTypes.userRegistered;',
    "const help = 'Types of events, such as user.activated.v1 user.erased.v1';",
    'const help = `such as user.activated.v1 user.erased.v1`;',
  ])('is not seen where it is not: %s', (source) => expect(namesType(source)).toBe(false));

  it('is found where it is written past the writer, or could be of any type', () => {
    expect(INSERT.test('insert into gatehouse.audit_log')).toBe(true);
    expect(INSERT.test('events as (insert into\n  gatehouse.event_log (application) select 1)')).toBe(true);
    expect(
      ANY_EVENT.test('events: readonly { readonly id: string; readonly type: string; readonly data: object }[]'),
    ).toBe(true);
  });
});
