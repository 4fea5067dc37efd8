import { globSync, readFileSync } from 'node:fs';

/** What takes the absence of a row for an answer, though nobody has said so. */
const TAKES_SILENCE_FOR_AN_ANSWER =
  /\bconst \[\w+[^\]]*\] = await [\w.#]*database\.query|\brows\.length (?:> 0|=== 0|!== 0)/;

const sources = globSync('libs/**/*.ts', {
  exclude: (path) => /(?:^|\/)(?:node_modules|dist|generated)$/.test(path),
});

describe('the answer of a statement', () => {
  it.each([
    'const [row] = await this.database.query<Row>((sql) => sql`…`);',
    'const [parts = null] = await database.query<Row>((sql) => sql`…`);',
    'return rows.length > 0;',
  ])('is not taken from what is missing: %s', (line) => {
    expect(TAKES_SILENCE_FOR_AN_ANSWER.test(line)).toBe(true);
  });

  it('is a row wherever something depends on it', () => {
    expect(sources.length).toBeGreaterThan(300);
    const silent = sources.filter((path) => TAKES_SILENCE_FOR_AN_ANSWER.test(readFileSync(path, 'utf8')));
    // How many rows came is counted here, against what the server says.
    expect(silent).toEqual(['libs/platform/postgres/database-fault.ts']);
  });
});
