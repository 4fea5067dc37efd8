import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { PROJECT } from './cruise-project.js';

/** What a statement that appends events is made of: the table itself, or what fills and announces it. */
const APPENDS = /event_log|eventRows|wakeRelay|commandRecord|record\.(?:expressions|wake)/;

/** The outermost `sql` texts of a source, with all that is put together inside of them. */
function statementsIn(source: string): string[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText(file) === 'sql') found.push(node.getText(file));
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const appendsLater = (source: string): string[] =>
  statementsIn(source).filter((statement) => statement.includes('commitLater') && APPENDS.test(statement));

const sources = globSync('{apps,libs}/**/*.ts', { cwd: PROJECT, exclude: ['**/{node_modules,dist}'] });
const read = (file: string) => readFileSync(path.join(PROJECT, file), 'utf8');

describe('a statement that is answered before it is on disk', () => {
  it('appends no event', () => {
    const later = sources.filter((file) => read(file).includes('commitLater'));
    expect(later.length).toBeGreaterThan(1);
    expect(later.flatMap((file) => appendsLater(read(file)))).toEqual([]);
  });

  it('is found when it does', () => {
    const statement = (returned: string) => `
      export const saveSent = (sql: Sql) => sql\`
        with saved as (update gatehouse.deliveries set state = 'sent' returning id\${${returned}}),
        events as (insert into gatehouse.event_log (id) select id from saved returning 1)
        select \${sql\`1\`}\``;
    expect(appendsLater(statement(`sql\`, \${commitLater(sql)}\``))).toHaveLength(1);
    expect(appendsLater(statement('sql``'))).toEqual([]);
  });

  it('is written in two places alone: by `commitLater`, and on the job queue’s own connections', () => {
    const files = sources.filter((file) => /synchronous_commit['",)]*\s*(?:=|:?\s*'off'|to\b|,)/.test(read(file)));
    expect(files.toSorted()).toEqual(['libs/platform/jobs/pg-boss-database.ts', 'libs/platform/postgres/statement.ts']);
  });
});
