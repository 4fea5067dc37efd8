import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { WEBHOOKS } from '@gatehouse/webhooks';
import { runProgram } from '../../../apps/cli/program.js';
import { Terminal } from '../../../apps/cli/terminal.js';
import { ApiHarness, somebody, TEST_ENVIRONMENT } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

const PROGRAM = fileURLToPath(new URL('../../../apps/cli/dist/main.js', import.meta.url));

/** The line is cleared, and the cursor at its beginning. */
const CLEARED = '\u001b[2K\u001b[1G';

/** A screen that keeps what was written on it. */
class Screen extends Writable {
  readonly isTTY = true;
  text = '';

  override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += piece.toString();
    done();
  }

  /** As it is seen: what was cleared is gone. */
  get lines(): string[] {
    return this.text.split('\n').map((line) => line.split(CLEARED).at(-1) ?? '');
  }
}

describe('the program gatehouse, in a terminal', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let folder: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-terminal-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await api.close();
    await db.drop();
  });

  /** Somebody sits before one screen, on which both outputs appear, and types these lines. */
  const sit = async (args: readonly string[], typed = '', database = db.url) => {
    const screen = new Screen();
    const input = Object.assign(Readable.from(typed === '' ? [] : [Buffer.from(typed)]), { isTTY: true });
    const environment = { ...TEST_ENVIRONMENT, DATABASE_URL: database };
    const style = (_format: unknown, text: string) => text;
    const terminal = new Terminal({ input, output: screen, errors: screen, environment, folder, style });
    return { code: await runProgram(args, terminal), screen, lines: screen.lines };
  };

  it('shows what was refused on lines of their own, above the bar of an import', async () => {
    const users = Array.from({ length: 600 }, (_, at) => (at % 200 === 1 ? '{"email": ' : JSON.stringify(somebody())));
    const people = users.map((line) => line.replace(/"password":"[^"]*"/, '"emailVerified":true'));
    await writeFile(path.join(folder, 'users.ndjson'), `${people.join('\n')}\n`);
    const { code, screen, lines } = await sit(['import', 'users.ndjson']);
    expect(code).toBe(1);
    expect(screen.text).toContain('Importing [');
    expect(lines).toEqual([
      expect.stringMatching(/^line 2: json-invalid: /),
      expect.stringMatching(/^line 202: json-invalid: /),
      expect.stringMatching(/^line 402: json-invalid: /),
      '600 lines: 597 imported (0 already present), 3 refused',
      '',
    ]);
  });

  it.each([
    [['import', 'missing.ndjson'], 'No such file or folder: '],
    [['import', '.'], 'This is a folder, not a file'],
    [['export', '--output', 'missing/people.ndjson'], 'No such file or folder: '],
    [['applications', 'create', 'x', '--name', 'X', '--settings', 'missing.json'], 'No such file or folder: '],
  ])('says in words what is wrong with a file: %j', async (args, words) => {
    const { code, screen } = await sit(args);
    expect(code).toBe(1);
    expect(screen.text).toContain(words);
    expect(screen.text).not.toMatch(/ENOENT|EISDIR/);
  });

  it('says why an import stopped, and how to go on', async () => {
    const { screen } = await sit(['import', 'users.ndjson', '--report', 'missing/report.ndjson']);
    expect(screen.text).toMatch(/Import stopped: No such file or folder: .*\n.*--import-id [0-9a-f-]{36}/);
  });

  it('ends in silence when the reader of its output stops', async () => {
    await api.register(somebody());
    await sit(['keys', 'create', '--name', 'audited']);
    const env = { PATH: process.env['PATH'], ...TEST_ENVIRONMENT, DATABASE_URL: db.url };
    for (const command of ['export', 'audit', 'applications list', '--help']) {
      const line = `"${process.execPath}" "${PROGRAM}" ${command} | true; echo "\${PIPESTATUS[0]}"`;
      const ended = await new Promise<{ out: string; err: string }>((resolve) =>
        execFile('bash', ['--norc', '-c', line], { env }, (_error, out, err) => resolve({ out, err })),
      );
      expect(ended).toEqual({ out: '141\n', err: '' });
    }
  });

  it('prints its version', async () => {
    const manifest = fileURLToPath(new URL('../../../apps/cli/package.json', import.meta.url));
    const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
    const { code, screen } = await sit(['--version']);
    expect({ code, text: screen.text }).toEqual({ code: 0, text: `${version}\n` });
    const child = spawn(process.execPath, [PROGRAM, '--version'], { env: { PATH: process.env['PATH'] } });
    expect(String((await child.stdout.toArray())[0] ?? '')).toBe(`${version}\n`);
  });

  it('asks for a new password twice, and shows neither', async () => {
    const { email } = somebody();
    const wrong = await sit(['create-admin', '--email', email], 'nine seven lanterns\neleven quiet harbours\n');
    expect(wrong).toMatchObject({ code: 1, lines: expect.arrayContaining(['gatehouse: The passwords do not match']) });
    const right = await sit(['create-admin', '--email', email], 'nine seven lanterns\nnine seven lanterns\n');
    expect(right.code).toBe(0);
    expect(right.screen.text).toContain('Repeat password: ');
    expect(right.screen.text).not.toContain('lanterns');
  });

  it('takes the application "default" where a webhook names none', async () => {
    expect(await sit(['webhooks', 'list'])).toMatchObject({ code: 0 });
  });

  it('lists a dead letter in the word that it is asked for by', async () => {
    const userId = await api.register(somebody());
    await db.sql`
      insert into gatehouse.deliveries (application, id, user_id, code_id, channel, template, state, attempts, not_before,
        deadline, failed_at, failure, created_at)
      values ('default', gen_random_uuid(), ${userId}, gen_random_uuid(), 'mail', 'activation-code', 'failed', 1, now(),
        now(), now(), 'refused', now())`;
    const { lines } = await sit(['messages', 'list', '--state', 'dead-letter']);
    expect(lines[0]).toMatch(/^ID +CREATED +CHANNEL +TO +TEMPLATE +STATE +ATTEMPTS +FAILURE +ANSWER$/);
    expect(lines[1]).toMatch(/ mail +activation-code +dead-letter +1 +refused$/);
  });

  it('reports what became of a ping: what the receiver answered, or why nothing came', async () => {
    await sit(['webhooks', 'create', 'http://127.0.0.1:9/hooks']);
    const [hook] = await db.sql<{ id: string }[]>`select id from gatehouse.webhooks limit 1`;
    const webhookId = hook?.id ?? '';
    /** Stands in for the worker: the first attempt at the latest ping comes to this. */
    const attempt = async (state: string, answer: object) => {
      let eventId = '';
      await eventually('somebody has pinged', async () => {
        const [event] = await db.sql<{ id: string }[]>`
          select id from gatehouse.event_log as event where type = 'webhook.pinged.v1' and not exists (
            select 1 from gatehouse.webhook_deliveries where event_id = event.id) limit 1`;
        eventId = event?.id ?? '';
        return event !== undefined;
      });
      const id = api.container.get(WEBHOOKS.deliveryIds)(eventId, webhookId);
      await db.sql`
        insert into gatehouse.webhook_deliveries (application, id, webhook_id, event_id, event_type, run, state, attempts,
          answers, deadline, created_at)
        values ('default', ${id}, ${webhookId}, ${eventId}, 'webhook.pinged.v1', ${eventId},
          ${state}, 1, ${db.sql.json([{ at: new Date().toISOString(), status: null, fault: null, milliseconds: 7, ...answer }])},
          now(), now())`;
    };
    const [refused] = await Promise.all([
      sit(['webhooks', 'ping', webhookId]),
      attempt('pending', { fault: 'connection-refused' }),
    ]);
    expect(refused).toMatchObject({ code: 1, lines: ['not delivered: connection-refused (7 ms)', ''] });
    const [wrong] = await Promise.all([sit(['webhooks', 'ping', webhookId]), attempt('pending', { status: 404 })]);
    expect(wrong).toMatchObject({ code: 1, lines: ['not delivered: 404 (7 ms)', ''] });
    const [right] = await Promise.all([sit(['webhooks', 'ping', webhookId]), attempt('delivered', { status: 204 })]);
    expect(right).toMatchObject({ code: 0, lines: ['delivered: 204 (7 ms)', ''] });
    const none = await sit(['webhooks', 'ping', webhookId, '--wait-seconds', '1']);
    expect(none).toMatchObject({ code: 1, lines: [expect.stringContaining('is a worker running?'), ''] });
  });

  it('asks before it reverts several migrations, and reverts nothing without a yes', async () => {
    const own = await createTestDatabase();
    try {
      const applied = async () =>
        Number((await own.sql`select count(*) from public.gatehouse_migrations`)[0]?.['count']);
      const before = await applied();
      const down = ['migrate', 'down', '--to', 'all'];
      for (const answer of ['n\n', '\n']) {
        const { code, screen } = await sit(down, answer, own.url);
        expect(code).toBe(1);
        expect(screen.text).toContain(`This reverts all ${before} migrations and deletes the data they hold.`);
      }
      expect(await applied()).toBe(before);
      const script = new Terminal({
        input: Readable.from([]),
        output: new Screen(),
        errors: new Screen(),
        environment: { ...TEST_ENVIRONMENT, DATABASE_URL: own.url },
        folder,
        style: (_format, text) => text,
      });
      expect(await runProgram(down, script)).toBe(1);
      expect((script.errors as Screen).text).toContain('Add --yes to confirm');
      expect(await applied()).toBe(before);
      expect(await sit(['migrate', 'down'], '', own.url)).toMatchObject({ code: 0 });
      expect(await applied()).toBe(before - 1);
      expect((await sit(down, 'y\n', own.url)).code).toBe(0);
      expect(await applied()).toBe(0);
      expect((await sit(['migrate', 'up'], '', own.url)).code).toBe(0);
      expect((await sit([...down, '--yes'], '', own.url)).code).toBe(0);
      expect(await applied()).toBe(0);
    } finally {
      await own.drop();
    }
  });
});
