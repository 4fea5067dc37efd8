import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const ASCII = 'ada.lovelace+1815@people.example.com\nada lovelace\n+442079460000';

/** Of the function's own description, without anything that makes it fast. */
function expected(application: string, text: string): string[] {
  const letters = [...text];
  const isAscii = letters.length === Buffer.byteLength(text);
  const parts = letters.flatMap((_, at) => {
    const [two, three] = [letters.slice(at, at + 2), letters.slice(at, at + 3)];
    return [
      ...(three.length === 3 ? [three.join('')] : []),
      ...(!isAscii && two.length === 2 && Buffer.byteLength(two.join('')) > 2 ? [two.join('')] : []),
    ];
  });
  return parts.map((part) => `${application} ${part}`);
}

describe('the terms of the index for searching people', () => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());

  const termsOf = async (text: string, application = 'shop') => {
    const [row] = await db.sql<{ terms: string[] }[]>`
      select to_json(gatehouse.search_terms(${application}::text, ${text}::text)) as terms`;
    return row?.terms;
  };

  it('are every three letters in a row, whatever the length', async () => {
    for (let length = 0; length <= ASCII.length; length++) {
      const text = ASCII.slice(0, length);
      expect(await termsOf(text)).toEqual(expected('shop', text));
    }
  });

  it.each([
    ['王'],
    ['王芳'],
    ['a王'],
    ['zoë@example.com'],
    ['иван.петров@пример.рф\nиван петров'],
    ['ada😀lovelace'],
    ['a\\b%c_d"e{f},g'],
  ])('are also every two of which one is not ASCII: %j', async (text) => {
    expect(await termsOf(text)).toEqual(expected('shop', text));
  });

  it('stay the same when the migration that makes them faster is taken back, since the index holds them', async () => {
    const [texts, terms] = [[ASCII, 'zoë@example.com', 'ab', ''], async (text: string) => termsOf(text)];
    const after = await Promise.all(texts.map(terms));
    const before = await createTestDatabase();
    await (await deploymentMigrator(before.url)).down('0194-search-terms-in-pieces');
    const rows = await before.sql<{ terms: string[] }[]>`
      select to_json(gatehouse.search_terms('shop', text)) as terms from unnest(${texts}::text[]) with ordinality as t (text, n)
      order by n`;
    await before.drop();
    expect(rows.map((row) => row.terms)).toEqual(after);
  });
});
