import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const compiled = (file: string) => path.join(ROOT, 'apps', file.replace('/', '/dist/').replace(/\.ts$/, '.js'));

/** The first process takes itself for Node 20; what it starts is what it is. */
const FIRST_IS_OLD = `
  if (process.env.FIRST_IS_OLD) {
    delete process.env.FIRST_IS_OLD;
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
  }
`;

const ENTRY_POINTS = [
  'api/main.ts',
  'worker/main.ts',
  'sandbox/main.ts',
  'local/main.ts',
  'cli/main.ts',
  'local/demo.ts',
];

describe('a program that somebody runs with a Node that is too old', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-old-node-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const start = (file: string, args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): ChildProcess =>
    spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(FIRST_IS_OLD)}`, file, ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], FIRST_IS_OLD: 'yes', ...environment },
    });

  const endOf = async (child: ChildProcess) => {
    const printed = { out: '', err: '' };
    child.stdout?.on('data', (chunk) => {
      printed.out += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      printed.err += chunk;
    });
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return { code, signal, ...printed };
  };

  // An import is evaluated before the version is looked at, and argon2 ends an old Node there and then.
  it.each(ENTRY_POINTS)('loads nothing of %s before it knows', async (file) => {
    const source = await readFile(path.join(ROOT, 'apps', file), 'utf8');
    const imported = [...source.matchAll(/^import .*'(.+)';$/gm)].map(([, name]) => name);
    expect(imported.filter((name) => name !== './thread-pool.js')).toEqual(['@gatehouse/platform/runtime']);
  });

  it.each([
    ['api/main.ts', {}, 'api cannot start: The settings are invalid:'],
    ['worker/main.ts', {}, 'worker cannot start: The settings are invalid:'],
    ['sandbox/main.ts', { APP_ENV: 'production' }, 'The sandbox cannot start: APP_ENV is production'],
    ['local/main.ts', { APP_ENV: 'production' }, 'gatehouse cannot start: The settings are invalid:'],
    ['cli/main.ts', {}, 'error: missing required argument'],
    ['local/demo.ts', {}, 'demo: http://127.0.0.1:9 does not answer'],
  ])('runs %s on the one that npm ci has installed', async (file, environment, said) => {
    const args = { 'cli/main.ts': ['import'], 'local/demo.ts': ['http://127.0.0.1:9', 'http://127.0.0.1:9'] }[file];
    const { code, err } = await endOf(start(compiled(file), args, environment));
    expect(err).toContain(said);
    expect(code).toBe(file === 'cli/main.ts' ? 2 : 1);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('hands %s on, and ends as the program does', async (signal) => {
    const sandbox = start(compiled('sandbox/main.ts'), [], { SANDBOX_PORT: '0' });
    const end = endOf(sandbox);
    const [greeting] = (await once(sandbox.stdout as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer];
    sandbox.kill(signal);
    expect(await end).toMatchObject({ code: 0, signal: null, err: '' });
    const inbox = /Inbox: (\S+)/.exec(String(greeting))?.[1] as string;
    await expect(fetch(inbox)).rejects.toThrow('fetch failed');
  });

  it('takes the program with it when it is killed', async () => {
    const sandbox = start(compiled('sandbox/main.ts'), [], { SANDBOX_PORT: '0' });
    const output = sandbox.stdout as NonNullable<ChildProcess['stdout']>;
    await once(output, 'data');
    sandbox.kill('SIGKILL');
    // The pipe closes when the last that holds it has ended.
    await once(output, 'close');
  });

  it('says in one line what to do where that one is missing', async () => {
    await copyFile(path.join(ROOT, 'libs/platform/dist/runtime.js'), path.join(folder, 'runtime.mjs'));
    const program = path.join(folder, 'program.mjs');
    await writeFile(program, "import { onPinnedNode } from './runtime.mjs';\nawait onPinnedNode(async () => {});\n");
    expect(await endOf(start(program))).toEqual({
      code: 1,
      signal: null,
      out: '',
      err: 'Gatehouse needs Node 24 or newer, and this is Node 20.20.2: run npm ci with install scripts enabled to install the right version\n',
    });
  });
});
