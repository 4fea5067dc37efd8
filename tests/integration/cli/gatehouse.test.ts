import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { removeEnvironmentFile, writeEnvironmentFile } from '../../../apps/local/data-folder.js';
import { ApiHarness, somebody, TEST_ENVIRONMENT } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { FOREIGN_VECTORS } from '../../support/registration/foreign-vectors.js';
import { type Ended, runGatehouse } from '../../support/run-gatehouse.js';

const PROGRAM = fileURLToPath(new URL('../../../apps/cli/dist/main.js', import.meta.url));

describe('the program gatehouse', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const environmentOf = (more: NodeJS.ProcessEnv) => ({ ...TEST_ENVIRONMENT, DATABASE_URL: db.url, ...more });
  const run = (
    args: readonly string[],
    input = '',
    environment: NodeJS.ProcessEnv = {},
    folder: string = tmpdir(),
  ): Promise<Ended> => runGatehouse(args, environmentOf(environment), folder, input);
  /** The same as a process of its own, as people run it: what only that shows costs a second each time. */
  const start = (args: readonly string[], input = '', environment: NodeJS.ProcessEnv = {}, cwd: string = tmpdir()) =>
    new Promise<Ended>((resolve) => {
      const env = { PATH: process.env['PATH'], ...environmentOf(environment) };
      const child = execFile(process.execPath, [PROGRAM, ...args], { env, cwd }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
      child.stdin?.end(input);
    });
  const json = async <T>(args: readonly string[], input?: string): Promise<T> => {
    const { code, out, err } = await run([...args, '--json'], input);
    if (code !== 0) throw new Error(err);
    return JSON.parse(out) as T;
  };

  it('starts by its own name, as npm exec starts it', async () => {
    const bin = fileURLToPath(new URL('../../../node_modules/.bin/gatehouse', import.meta.url));
    const { stdout } = await promisify(execFile)(bin, ['--version'], { env: { PATH: process.env['PATH'] } });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('is a program: it reads its input and its environment, and answers at its outputs and by its exit code', async () => {
    const { email, password } = somebody();
    const made = await start(['create-admin', '--email', email, '--json'], `${password}\n`);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(made.out)).toMatchObject({ created: true, role: 'admin', application: 'default' });
    const refused = await start(['create-admin', '--email', 'nobody']);
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^gatehouse: /) });
    expect(await start(['keys', 'create'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--name') });
    expect(await start(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Usage:'), err: '' });
  });

  it('makes the first administrator, who can sign in and administer', async () => {
    const { email, password } = somebody();
    const made = await json<{ userId: string; created: boolean }>(['create-admin', '--email', email], `${password}\n`);
    expect(made).toMatchObject({ created: true, role: 'admin', application: 'default' });
    const session = await api.http.post('/v1/sessions').send({ email, password });
    expect(session).toMatchObject({ status: 201, body: { user: { id: made.userId, emailVerified: true } } });
    const { accessToken } = session.body as { accessToken: string };
    const list = await api.http.get('/v1/admin/applications').auth(accessToken, { type: 'bearer' });
    expect(list.status).toBe(200);
    const again = await json<{ userId: string }>(['create-admin', '--email', email.toUpperCase()]);
    expect(again).toMatchObject({ userId: made.userId, created: false });
    const acts = await db.sql`
      select act, administrator_kind from gatehouse.audit_log where subject = ${made.userId} order by position`;
    expect(acts).toMatchObject([
      { act: 'user.created', administrator_kind: 'operator' },
      { act: 'role.granted', administrator_kind: 'operator' },
    ]);
  });

  it('makes no second one where it is to make the first', async () => {
    const { email } = somebody();
    const asked = await json(['create-admin', '--email', email, '--if-none'], 'nine seven lanterns\n');
    expect(asked).toEqual({ userId: null, application: 'default', role: 'admin', created: false });
    expect(await db.sql`select 1 from gatehouse.users where email = ${email}`).toHaveLength(0);
  });

  it('gives the account to whom it vouches for, and none of its registrations to others', async () => {
    const thief = somebody();
    const pending = await api.register(thief);
    const digits = await api.deliver(pending);
    const { userId } = await json<{ userId: string }>(
      ['create-admin', '--email', thief.email],
      'eleven quiet harbours\n',
    );
    expect(await api.activate(thief, digits)).toMatchObject({ status: 422, body: { code: 'code-invalid' } });
    const rows = await db.sql`select id, state from gatehouse.users where email = ${thief.email} order by state`;
    expect(rows).toEqual([
      { id: userId, state: 'active' },
      { id: pending, state: 'superseded' },
    ]);
  });

  it('lists messages, retries dead letters and drops them, one or all', async () => {
    const ada = somebody();
    const userId = await api.register(ada);
    await db.sql`
      insert into gatehouse.deliveries (application, id, user_id, code_id, channel, template, state, attempts, not_before,
        deadline, failed_at, failure, created_at)
      select 'default', gen_random_uuid(), ${userId}, gen_random_uuid(), 'mail', 'activation-code', 'failed', 1, now(), now(),
        now(), 'refused', now() - n * interval '1 minute' from generate_series(1, 4) n`;
    const list = (...more: string[]) =>
      json<{ id: string; state: string; deadLetter: boolean }[]>(['messages', 'list', '--email', ada.email, ...more]);
    const [first, ...others] = await list('--state', 'dead-letter');
    expect(others).toHaveLength(3);
    expect(await json(['messages', 'retry', first?.id ?? ''])).toEqual({ count: 1 });
    expect(await json(['messages', 'drop', '--all', '--failure', 'refused'])).toEqual({ count: 3 });
    expect(await list()).toMatchObject([
      { id: first?.id, state: 'queued' },
      ...others.map(({ id }) => ({ id, state: 'failed', deadLetter: false })),
    ]);
    expect(await run(['messages', 'retry', first?.id ?? ''])).toMatchObject({
      code: 1,
      err: expect.stringContaining('This message is not a dead letter'),
    });
    expect((await run(['messages', 'drop'])).err).toContain('Name a message, or use --all');
    const acts = await db.sql<{ act: string; subject: string }[]>`
      select act, subject from gatehouse.audit_log where act like 'message%' order by position`;
    expect(acts.map(({ act }) => act)).toEqual([
      'messages.looked-up',
      'message.retried',
      'messages.dropped',
      'messages.looked-up',
    ]);
    expect(acts[0]?.subject).toBe(userId);
  });

  it('shows the funnel, and has it counted again', async () => {
    await db.sql`
      insert into gatehouse.funnel_days (application, day, signed_up, mailed) values ('default', '2026-05-01', 3, 2)`;
    const days = ['--from', '2026-05-01', '--to', '2026-05-02'];
    expect(await json(['funnel', '--application', 'default', ...days])).toMatchObject({
      days: [{ day: '2026-05-01', signedUp: 3 }],
    });
    expect((await run(['funnel', ...days])).out).toMatch(/2026-05-01 +default +3 +2 +0/);
    expect(await json(['funnel', '--recount'])).toEqual({ recounted: true });
    expect(await json(['funnel', ...days])).toMatchObject({ days: [] });
    expect(await run(['funnel', '--from', 'yesterday'])).toMatchObject({ code: 2 });
  });

  it('shows activation rates by group', async () => {
    await db.sql`
      insert into gatehouse.funnel_groups (application, dimension, week, name, people, activated)
      values ('default', 'mail-domain', date_trunc('week', gatehouse.now() at time zone 'UTC')::date, 'gmail.com', 40, 30)
      on conflict do nothing`;
    const by = ['funnel', '--by', 'mail-domain', '--weeks', '2'];
    expect(await json(by)).toMatchObject({ groups: [{ name: 'gmail.com', people: 40, activated: 30 }] });
    expect((await run(by)).out).toMatch(/gmail.com +40 +0 +0 +30 +75 %/);
    expect(await run(['funnel', '--by', 'person'])).toMatchObject({ code: 2 });
  });

  it('shows feedback, and its average by week', async () => {
    const userId = await api.activated(somebody());
    await db.sql`
      insert into gatehouse.feedback (application, id, user_id, ease, text, given_at)
      values ('default', gen_random_uuid(), ${userId}, 4, 'Fast', '2026-05-01T12:00:00Z')`;
    await db.setTime(new Date('2026-05-02T12:00:00Z'));
    expect(await json(['feedback', 'list'])).toMatchObject([{ userId, ease: 4, text: 'Fast' }]);
    expect((await run(['feedback', 'list'])).out).toMatch(/2026-05-01T12:00:00.000Z .* 4 +Fast/);
    expect(await json(['feedback', 'weeks'])).toEqual({
      total: { answers: 1, averageEase: 4 },
      weeks: [{ week: '2026-04-27', answers: 1, averageEase: 4 }],
    });
    expect((await run(['feedback', 'weeks', '--weeks', '1'])).out).toMatch(/2026-04-27 +1 +4.00/);
    await db.setTime(null);
  });

  it('takes no password that a sign-up would not take, and says why', async () => {
    const refused = await run(['create-admin', '--email', 'grace@example.com'], 'short\n');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('password: Must have at least 8 characters');
    expect(refused.err).not.toContain('short\n');
    const none = await run(['create-admin', '--email', 'grace@example.com']);
    expect(none.err).toContain('No password was given');
  });

  it('creates, changes and lists applications', async () => {
    const created = await json([
      'applications',
      'create',
      'shop',
      '--name',
      'Shop',
      '--origin',
      'https://shop.example',
    ]);
    expect(created).toMatchObject({ slug: 'shop', allowedOrigins: ['https://shop.example'], preset: 'standard' });
    const patch = '{"policy": {"code": {"digits": 6}}, "sender": {"email": "hello@shop.example"}}';
    const changed = await json(['applications', 'change', 'shop', '--preset', 'strict', '--settings', '-'], patch);
    expect(changed).toMatchObject({ preset: 'strict', policy: { code: { digits: 6 } }, sender: { name: null } });
    const { out } = await run(['applications', 'list']);
    expect(out).toMatch(
      /^SLUG +NAME +PRESET +ORIGINS\ndefault +Gatehouse +standard\nshop +Shop +strict +https:\/\/shop\.example\n$/,
    );
    const refused = await run(['applications', 'change', 'shop', '--origin', 'https://shop.example/']);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('allowedOrigins/0: Must be an origin') });
    expect(await run(['applications', 'create', 'shop', '--name', 'X'])).toMatchObject({
      code: 1,
      err: 'gatehouse: This slug is already taken\n',
    });
  });

  it('makes, tests, changes and deletes webhooks, and shows their secrets once', async () => {
    const of = ['--application', 'default'];
    const url = 'http://127.0.0.1:9/hooks';
    const made = await json<{ id: string; secret: string }>([
      'webhooks',
      'create',
      url,
      '--type',
      'a.v1',
      'b.v1',
      ...of,
    ]);
    expect(made).toMatchObject({ url, types: ['a.v1', 'b.v1'], secret: expect.stringMatching(/^whsec_/) });
    const next = await json<{ secret: string }>(['webhooks', 'rotate', made.id, '--overlap-seconds', '60', ...of]);
    expect(next.secret).not.toBe(made.secret);
    expect(await json(['webhooks', 'ping', made.id, '--wait-seconds', '0', ...of])).toMatchObject({
      deliveryId: expect.any(String),
    });
    expect(await json(['webhooks', 'change', made.id, '--disable', '--all-types', ...of])).toMatchObject({
      state: 'disabled',
      types: null,
    });
    const list = await run(['webhooks', 'list', ...of]);
    expect(list.out).toMatch(new RegExp(`${made.id} +disabled \\(operator\\) +${url}`));
    expect(list.out).not.toContain('whsec_');
    expect(await json(['webhooks', 'deliveries', made.id, ...of])).toEqual([]);
    const from = ['--from', '2026-01-01T00:00:00Z'];
    expect(await json(['webhooks', 'replay', made.id, ...from, ...of])).toEqual({ replayed: 0 });
    expect(await run(['webhooks', 'create', 'http://10.0.0.1/', ...of])).toMatchObject({
      code: 1,
      err: expect.stringContaining('url: Must be a public https://'),
    });
    await json(['webhooks', 'delete', made.id, ...of]);
    expect(await run(['webhooks', 'ping', made.id, ...of])).toMatchObject({
      code: 1,
      err: 'gatehouse: Webhook not found\n',
    });
  });

  it('makes, replaces, revokes and lists keys that open the API', async () => {
    const of = ['--application', 'default'];
    const first = await json<{ id: string; key: string }>(['keys', 'create', '--name', 'backend', ...of]);
    const call = (key: string) => api.http.get('/v1/admin/keys').auth(key, { type: 'bearer' });
    expect((await call(first.key)).status).toBe(200);
    const next = await json<{ id: string; key: string }>(['keys', 'rotate', first.id, '--overlap-seconds', '0', ...of]);
    expect((await call(first.key)).status).toBe(401);
    expect((await call(next.key)).status).toBe(200);
    await json(['keys', 'revoke', next.id, ...of]);
    expect((await call(next.key)).status).toBe(401);
    const list = await run(['keys', 'list', ...of]);
    expect(list.out).toMatch(new RegExp(`${next.id} +backend +….{4} +revoked`));
    expect(list.out).not.toContain(next.key);
    expect(await run(['keys', 'revoke', next.id, '--application', 'nobodys'])).toMatchObject({ code: 1 });
    expect(await run(['keys', 'list', '--application', 'nobodys'])).toMatchObject({
      code: 1,
      err: 'gatehouse: Application "nobodys" not found\n',
    });
  });

  it('imports a file, goes on with the same one, and exports what came of it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-import-'));
    try {
      const [file, report, out] = ['users.ndjson', 'report.ndjson', 'out.ndjson'].map((name) =>
        path.join(folder, name),
      );
      const [made, passwordHash] = [FOREIGN_VECTORS[0]?.[1] ?? '', FOREIGN_VECTORS[0]?.[2] ?? ''];
      const { email } = somebody();
      const user = { email, emailVerified: true, passwordHash, name: 'Ada' };
      await writeFile(file ?? '', `${JSON.stringify(user)}\n{"email": \n`);
      const of = ['--application', 'default'];
      const first = await run(['import', file ?? '', ...of, '--report', report ?? '']);
      expect(first).toMatchObject({ code: 1, err: '' });
      expect(first.out).toBe(
        'line 2: json-invalid: Line is not valid JSON\n2 lines: 1 imported (0 already present), 1 refused\n',
      );
      const empty = [
        { email: somebody().email, emailVerified: true, name: '', surname: '\u3164' },
        { email: somebody().email, emailVerified: true, name: '\u200b', surname: 'Byron' },
      ];
      await writeFile(`${file}.empty`, empty.map((line) => `${JSON.stringify(line)}\n`).join(''));
      expect(await run(['import', `${file}.empty`, ...of])).toMatchObject({
        code: 0,
        out: [
          '2 lines: 2 imported (0 already present), 0 refused',
          'name: empty on 2 lines, imported without it',
          'surname: empty on 1 line, imported without it',
          '',
        ].join('\n'),
      });

      const reported = (await readFile(report ?? '', 'utf8')).trim().split('\n');
      expect(reported.map((line) => (JSON.parse(line) as { outcome: string }).outcome)).toEqual([
        'imported',
        'refused',
        'finished',
      ]);
      const again = await run(['import', file ?? '', ...of, '--json']);
      expect(again.out.split('\n')[0]).toBe(reported[0]?.replace('imported', 'repeated'));
      expect(await api.http.post('/v1/sessions').send({ email, password: made })).toMatchObject({ status: 201 });

      const exported = await run(['export', ...of]);
      expect(exported.out.split('\n').filter((line) => line.includes(email))).toHaveLength(1);
      await run(['export', ...of, '--output', out ?? '']);
      expect(await readFile(out ?? '', 'utf8')).toBe(exported.out);
      expect((await stat(out ?? '')).mode & 0o777).toBe(0o600);

      expect(await run(['import', '-', ...of], '')).toMatchObject({
        code: 1,
        err: expect.stringContaining('--import-id'),
      });
      expect(await run(['import', `${file}x`, ...of])).toMatchObject({
        code: 1,
        err: expect.stringContaining('No such file or folder'),
      });
      expect(await run(['import', file ?? '', '--application', 'nobodys'])).toMatchObject({ code: 1, out: '' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('prints the audit log of every application, or of one, or on from an entry, one act a line', async () => {
    const lines = async (...args: string[]) => {
      const { code, out } = await run(['audit', ...args]);
      expect(code).toBe(0);
      return out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, string>]));
    };
    const [all, own] = [await lines(), await lines('--application', 'shop')];
    expect(own[0]).toMatchObject({ act: 'application.created', subject: 'shop' });
    expect(all.filter(({ application }) => application === 'shop')).toEqual(own);
    expect(all.length).toBeGreaterThan(own.length);
    expect(await lines('--after', all[0]?.['position'] ?? '')).toEqual(all.slice(1));
    expect(await run(['audit', '--application', 'nobodys'])).toMatchObject({ code: 1, out: '' });
    expect(await run(['audit', '--after', 'yesterday'])).toMatchObject({ code: 2, out: '' });
  });

  it('finds everything in order, or says what to do', async () => {
    const listening = { MAIL_BASE_URL: api.url, SMS_PROVIDER: 'none' };
    const well = await run(['doctor', '--json'], '', listening);
    const states = Object.fromEntries(
      (JSON.parse(well.out) as { subject: string; state: string }[]).map(({ subject, state }) => [subject, state]),
    );
    expect(well.code).toBe(0);
    expect(states).toEqual({
      settings: 'good',
      database: 'good',
      clock: 'good',
      migrations: 'good',
      administrators: 'good',
      processes: 'warn',
      broker: 'off',
      mail: 'good',
      sms: 'off',
    });

    const away = { DATABASE_URL: 'postgres://x:secret@127.0.0.1:1/x', MAIL_BASE_URL: 'http://127.0.0.1:1' };
    const ill = await run(['doctor'], '', away);
    expect(ill.code).toBe(1);
    expect(ill.out).toMatch(/bad +database/);
    expect(ill.out).toContain('Check MAIL_BASE_URL');
    expect(ill.out).not.toContain('secret');
    const unset = await run(['doctor'], '', { DATABASE_URL: '', CODE_KEYS: '' });
    expect(unset.out).toMatch(/bad +settings +DATABASE_URL is missing/);
    expect(unset.out).toMatch(/bad +settings +CODE_KEYS is missing/);
  });

  it('means the deployment that runs in the folder, unless the environment names another', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-cli-'));
    try {
      const webhookKeys = `of-webhooks:${Buffer.alloc(32, 7).toString('base64')}`;
      await writeEnvironmentFile(folder, {
        ...TEST_ENVIRONMENT,
        DATABASE_URL: db.url,
        WEBHOOK_KEYS: webhookKeys,
        HOST: 'not among them',
      });
      expect((await stat(path.join(folder, 'local.env'))).mode & 0o777).toBe(0o600);
      const started = path.join(folder, 'started-in');
      await mkdir(started);
      await symlink(folder, path.join(started, '.gatehouse'));
      const unset = { DATABASE_URL: '', CODE_KEYS: '', TOKEN_KEYS: '' };
      expect((await start(['applications', 'list'], '', unset, started)).out).toContain('default');
      // The secret that it prints is derived by the key that the deployment's worker signs with.
      const hook = ['webhooks', 'create', 'http://127.0.0.1:1/', '--application', 'default'];
      const made = await run(hook, '', { ...unset, WEBHOOK_KEYS: '' }, started);
      expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^whsec_/) });
      const [kept] = await db.sql`select secret_key_id from gatehouse.webhooks where url = 'http://127.0.0.1:1/'`;
      expect(kept).toEqual({ secret_key_id: 'of-webhooks' });
      const elsewhere = await run(['applications', 'list'], '', unset);
      expect(elsewhere).toMatchObject({ code: 1, err: expect.stringContaining('DATABASE_URL is missing') });
      // The file's name before version 0.2.
      await rename(path.join(folder, 'local.env'), path.join(folder, 'house.env'));
      expect((await run(['applications', 'list'], '', unset, started)).out).toContain('default');
      const production = await run(['applications', 'list'], '', { ...unset, APP_ENV: 'production' }, started);
      expect(production.err).toContain('DATABASE_URL is missing');
      await removeEnvironmentFile(folder);
      expect((await run(['applications', 'list'], '', unset, started)).code).toBe(1);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('distinguishes an unmigrated database from a migrated one', async () => {
    const empty = await createTestDatabase({ migrated: false });
    try {
      const { code, out } = await run(['doctor'], '', { DATABASE_URL: empty.url });
      expect(code).toBe(1);
      expect(out).toContain('Run `gatehouse migrate up`');
      expect(await empty.sql`select 1 from pg_tables where schemaname = 'public'`).toEqual([]);
    } finally {
      await empty.drop();
    }
  });

  it('explains itself, with examples, and says what it did not understand', async () => {
    const help = await run(['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const name of ['migrate', 'create-admin', 'applications', 'keys', 'webhooks', 'audit', 'doctor'])
      expect(help.out).toContain(name);
    for (const name of [
      'create-admin',
      'applications create',
      'applications grant',
      'keys create',
      'keys rotate',
      'import',
      'export',
      'doctor',
    ]) {
      expect((await run([...name.split(' '), '--help'])).out).toMatch(/Examples?:/);
    }
    expect(await run(['keys', 'create'])).toMatchObject({ code: 2, err: expect.stringContaining('--name') });
    expect(await run(['nonsense'])).toMatchObject({ code: 2 });
    expect(await run(['keys', 'create', '--name', 'x', '--life-seconds', 'long'])).toMatchObject({ code: 2 });
  });
});
