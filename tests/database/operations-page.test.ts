import { chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LOG_READERS } from '@gatehouse/deployment';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import { createSandbox, type Sandbox } from '@gatehouse/sandbox';
import postgres from 'postgres';
import { TEST_ENVIRONMENT } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { ServiceHarness } from '../support/service-harness.js';
import { blocksOf, runShell } from '../support/shell-blocks.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const POSTGRES_15 = '/usr/lib/postgresql/15/bin';
const KEY = TEST_ENVIRONMENT['CODE_KEYS'] ?? '';

/** Blocks that cannot run here, by what is in them. */
const NOT_HERE: readonly { readonly what: RegExp; readonly because: string }[] = [
  { what: /events republish/, because: 'there is no broker; tests/broker/republish.test.ts runs it' },
  { what: /docs\/online-/, because: 'it is for databases older than this; online-index.test.ts runs it' },
];

/** What a person puts in the place of `<id>`: it is read from the list that the block, or the one before, has shown. */
const firstOf = (list: string): string =>
  `$(gatehouse ${list} --json | grep -o '"id":"[^"]*"' | head -1 | cut -d '"' -f 4)`;
const IDS: readonly (readonly [RegExp, string])[] = [
  [/gatehouse keys/, firstOf('keys list --application shop')],
  [/gatehouse webhooks/, firstOf('webhooks list --application shop')],
  [/gatehouse sms/, firstOf('sms stops --application shop')],
  [/gatehouse messages/, firstOf('messages list --state dead-letter')],
];

/** The server's superuser has the name that the page gives to the service's role. */
async function nameSuperuser(url: string): Promise<void> {
  const given = postgres(url, { max: 1 });
  await given`create role postgres superuser login password 'above all'`;
  await given.end();
  const { hostname, port } = new URL(url);
  const superuser = postgres(`postgres://postgres:above%20all@${hostname}:${port}/postgres`, { max: 1 });
  await superuser`alter role gatehouse rename to nobody`;
  await superuser.end();
}

/** What has happened until now is of a month that is long over, and every relay has read it. */
async function closeMonth(sql: postgres.Sql): Promise<void> {
  await sql`update gatehouse.log_partitions set attached_at = now() - interval '2 hours', month = '2025-11-01'`;
  await sql`select gatehouse.open_log_partition()`;
  await sql`update gatehouse.log_partitions set opened_at = now() - interval '8 days' where number = 2`;
  await eventually(
    'every relay has read the month',
    async () => {
      const [row] = await sql<{ all: boolean }[]>`
        select count(*) = ${LOG_READERS.length} as all from gatehouse.relay_cursors as cursor where subscriber <> 'nats'
          and (epoch, transaction_id, position) >= (select epoch, transaction_id, position from gatehouse.event_log_1
            order by epoch desc, transaction_id desc, position desc limit 1)`;
      return row?.all === true;
    },
    60_000,
  );
}

const whyEnded = ({ code, out, err }: Awaited<ReturnType<typeof runShell>>): string =>
  code === 0 ? '0' : `${code}: ${err}\n${out.slice(-500)}`;

describe('the shell blocks of docs/operations.md', () => {
  let folder: string;
  let server: EmbeddedPostgres;
  let sandbox: Sandbox;
  let page: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-operations-'));
    await chmod(folder, 0o711);
    server = await startEmbeddedPostgres({ dataDirectory: path.join(folder, 'data'), binaries: POSTGRES_15 });
    for (const name of await readdir(root)) {
      if (name !== '.git' && name !== '.gatehouse') await symlink(path.join(root, name), path.join(folder, name));
    }
    sandbox = createSandbox();
    page = await readFile(`${root}docs/operations.md`, 'utf8');
    await nameSuperuser(server.url);
    const passwords = '*:*:*:postgres:above all\n*:*:*:gatehouse:lanterns\n';
    await writeFile(path.join(folder, 'pgpass'), passwords, { mode: 0o600 });
    await writeFile(path.join(folder, 'password.txt'), 'nine seven lanterns\n');
    await writeFile(path.join(folder, 'code.txt'), '{{digits}}\n');
    const circle = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>';
    await writeFile(path.join(folder, 'logo.svg'), circle);
    await writeFile(path.join(folder, 'code.html'), '<p>{{digits}}</p>\n');
    const [settings = ''] = blocksOf(page, 'ini');
    const filledIn = here(settings)
      // Production refuses a stand-in for the mail provider.
      .replace('APP_ENV=production', `APP_ENV=test\nMAIL_BASE_URL=${await sandbox.listen(0)}`)
      .replaceAll(/_KEYS=.*/g, `_KEYS=${KEY}`)
      .replaceAll('…', 'secret');
    await writeFile(path.join(folder, 'gatehouse.env'), filledIn);
  });
  afterAll(async () => {
    await sandbox?.close();
    await server?.stop();
    await rm(folder, { recursive: true });
  });

  /** The page's database, as it is reached here. */
  const here = (text: string): string =>
    text
      .replaceAll('gatehouse:…@', 'gatehouse:lanterns@')
      .replaceAll('db.internal:5432', `127.0.0.1:${server.port}`)
      .replaceAll('db.internal', '127.0.0.1');

  const withIds = (block: string): string =>
    block.replaceAll('<id>', IDS.find(([what]) => what.test(block))?.[1] ?? '<id>');

  const run = (blocks: readonly string[]) =>
    runShell(blocks.map((block) => here(withIds(block))).join('\n'), {
      cwd: folder,
      input: 'lanterns\nlanterns\n',
      env: {
        PATH: `${POSTGRES_15}:${process.env['PATH']}`,
        HOME: folder,
        PGPORT: String(server.port),
        PGPASSFILE: path.join(folder, 'pgpass'),
      },
    });

  it('do what they say on PostgreSQL 15, as printed and in order', async () => {
    const all = blocksOf(page).filter((block) => !NOT_HERE.some(({ what }) => what.test(block)));
    const left = blocksOf(page).filter((block) => !all.includes(block));
    expect(left).toHaveLength(NOT_HERE.length);
    const reads = all.find((block) => block.includes('gatehouse.env')) ?? '';
    const administrator = all.findIndex((block) => block.includes('create-admin'));

    const installed = await run(all.slice(0, administrator));
    expect(whyEnded(installed)).toBe('0');
    expect(installed.out).toMatch(/^applied 0001-foundation$/m);

    // From here on the service runs. Migrations are complete again after the page has shown how to revert one.
    expect(await run([reads, 'gatehouse migrate up'])).toMatchObject({ code: 0 });
    const url = here('postgres://gatehouse:…@db.internal:5432/gatehouse');
    const sql = postgres(url, { max: 2, onnotice: () => undefined });
    const unmoved = () => Promise.reject(new Error('The clock of this server is the real one'));
    const db = { url, sql, setTime: unmoved, advance: unmoved, drop: () => sql.end() };
    const harness = await ServiceHarness.open({ db });
    try {
      harness.sandbox.faults.replace([
        { to: 'grace@example.com', times: 'always', behaviour: { type: 'status', status: 400 } },
      ]);
      const person = { email: 'grace@example.com', password: 'nine seven lanterns' };
      await harness.deliveryIs(await harness.api.register(person), 'failed');
      await sql`
        insert into gatehouse.sms_stops (application, place, id, kind, reason, asked, proven, stopped_at, ends_at)
        values ('shop', '+3361234', gen_random_uuid(), 'range', 'unproven', 10, 0, now(), now() + interval '1 day')`;

      await closeMonth(sql);
      const backUp = all.findIndex((block) => block.includes('pg_dump'));
      const day = all.slice(administrator, backUp).map((block) =>
        block
          .replaceAll('localhost:3000', `127.0.0.1:${harness.api.port}`)
          .replaceAll('localhost:9464', new URL(harness.api.metricsUrl).host)
          // Nobody answers at this address, and so it says.
          .replace(/^gatehouse webhooks ping .*$/m, (line) => `${line} || echo "not answered: $?"`),
      );
      const worked = await run([reads, ...day]);
      expect(whyEnded(worked)).toBe('0');
      expect(worked.out).toMatch(/^good {2}2025-11 {2}\d+ events$/m);
      expect(worked.out).toContain('deleted from the database');
      expect(worked.out).toContain('not answered: 1');
      expect(worked.out).toMatch(/^gatehouse_statements_waiting 0$/m);
      expect(worked.out).toContain('saved activation-code in fr');
      await eventually(
        'the test mail is there',
        () =>
          harness.mailsTo({ email: 'ada@example.com' }).length > 0 ||
          sandbox.store.list({ to: 'ada@example.com', limit: 1 }).length > 0,
      );

      const restored = await run([reads, ...all.slice(backUp)]);
      expect(whyEnded(restored)).toBe('0');
      expect(restored.out).toContain('nothing to apply');
      expect(restored.out).toMatch(/^good {2}administrators {2}1 in "default"$/m);
    } finally {
      await harness.close();
      await sql.end();
    }
    // Dozens of programs are started.
  }, 400_000);
});
