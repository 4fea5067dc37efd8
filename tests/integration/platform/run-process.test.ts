import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { SETTINGS_TO_COME } from '@gatehouse/platform/process';
import { eventually } from '../../support/eventually.js';

interface Started {
  readonly child: ChildProcess;
  readonly messages: unknown[];
  said(): string;
  complained(): string;
  readonly exit: Promise<{ code: number | null; signal: string | null }>;
}

const LOADER = path.join(import.meta.dirname, '../../support/typescript-loader.ts');
const FIXTURE = path.join(import.meta.dirname, 'fixtures/process-under-test.ts');

describe('a process of the deployment', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  const run = (...behaviour: string[]): Started => runIn(process.env, ...behaviour);

  const runIn = (env: NodeJS.ProcessEnv, ...behaviour: string[]): Started => {
    const child = fork(FIXTURE, behaviour, {
      env,
      execArgv: ['--import', LOADER],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    children.push(child);
    const [said, complained]: [string[], string[]] = [[], []];
    const messages: unknown[] = [];
    child.stdout?.on('data', (chunk) => said.push(String(chunk)));
    child.stderr?.on('data', (chunk) => complained.push(String(chunk)));
    child.on('message', (message) => messages.push(message));
    // Not `close`: a child that was disconnected from here never reports it.
    const silence = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'close'));
    const exit = Promise.all([once(child, 'exit'), ...silence]).then(([[code, signal]]) => ({ code, signal }));
    return { child, messages, said: () => said.join(''), complained: () => complained.join(''), exit };
  };

  describe('whose settings are to come', () => {
    const runUnsettled = (behaviour: string) => runIn({ ...process.env, [SETTINGS_TO_COME]: 'yes' }, behaviour);

    it('starts with what its parent sends, even before it has loaded', async () => {
      const { child, exit, messages, said } = runUnsettled('says a setting');
      child.send({ settings: { TOLD_LATE: 'as sent' } });
      await eventually('it is ready', () => messages.length > 0);
      expect(said()).toBe('as sent\n');
      child.kill('SIGTERM');
      expect(await exit).toEqual({ code: 0, signal: null });
    });

    it('does not start until then, and exits with 0 when it is told to stop or its parent is gone', async () => {
      const told = runUnsettled('says that it has loaded');
      const left = runUnsettled('says that it has loaded');
      await eventually('both have loaded', () => [told, left].every(({ said }) => said() === 'loaded\n'));
      told.child.kill('SIGTERM');
      left.child.disconnect();
      for (const { exit, said, complained, messages } of [told, left]) {
        expect(await exit).toEqual({ code: 0, signal: null });
        expect([said(), complained(), messages]).toEqual(['loaded\n', '', []]);
      }
    });

    it('starts with what it has where there is no parent to send any', async () => {
      const env = { ...process.env, [SETTINGS_TO_COME]: 'yes', TOLD_LATE: 'as it was' };
      const running = promisify(execFile)(process.execPath, ['--import', LOADER, FIXTURE, 'says a setting'], { env });
      children.push(running.child);
      running.child.stdout?.once('data', () => running.child.kill('SIGTERM'));
      expect((await running).stdout).toMatch(/^as it was\n/);
    });
  });

  it('tells its parent that it is ready, and where', async () => {
    const { child, exit, messages } = run('works');
    await eventually('it is ready', () => messages.length > 0);
    expect(messages).toEqual([{ type: 'ready', name: 'fixture', address: 'http://127.0.0.1:1' }]);
    child.kill('SIGTERM');
    expect(await exit).toEqual({ code: 0, signal: null });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('drains on %s and exits with 0', async (signal) => {
    const { child, exit, messages, said, complained } = run('works');
    await eventually('it is ready', () => messages.length > 0);
    child.kill(signal);
    expect(await exit).toEqual({ code: 0, signal: null });
    expect(said()).toBe('draining\ndrained\n');
    expect(complained()).toBe('');
  });

  it.each([
    ['is stopped', 'works', 0],
    ['does not stop in time', 'never stops', 1],
    ['fails', 'throws later', 1],
    ['can do its work no more', 'breaks', 1],
  ])('writes what it has logged when it %s', async (_when, behaviour, code) => {
    const { child, exit, messages, said } = run(behaviour, 'logs');
    if (code === 0 || behaviour === 'never stops') {
      await eventually('it is ready', () => messages.length > 0);
      child.kill('SIGTERM');
    }
    expect(await exit).toEqual({ code, signal: null });
    expect(said()).toContain('"msg":"at work"');
  });

  it('drains when its parent is gone', async () => {
    const { child, exit, messages, said } = run('works');
    await eventually('it is ready', () => messages.length > 0);
    child.disconnect();
    expect(await exit).toEqual({ code: 0, signal: null });
    expect(said()).toBe('draining\ndrained\n');
  });

  it('takes the same Ctrl-C delivered twice for one', async () => {
    const { child, exit, messages, said } = run('works');
    await eventually('it is ready', () => messages.length > 0);
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await exit).toEqual({ code: 0, signal: null });
    expect(said()).toBe('draining\ndrained\n');
  });

  it('exits at once when it is told a second time', async () => {
    const { child, exit, messages, said } = run('never stops');
    await eventually('it is ready', () => messages.length > 0);
    child.kill('SIGINT');
    await eventually('it drains', () => said() === 'draining\n');
    const told = setInterval(() => child.kill('SIGINT'), 100);
    expect(await exit).toEqual({ code: 130, signal: null });
    clearInterval(told);
  });

  it('hastens instead, where it knows how to', async () => {
    const { child, exit, messages, said } = run('can be hastened');
    await eventually('it is ready', () => messages.length > 0);
    child.kill('SIGTERM');
    await eventually('it drains', () => said() === 'draining\n');
    const told = setInterval(() => child.kill('SIGTERM'), 100);
    expect(await exit).toEqual({ code: 3, signal: null });
    clearInterval(told);
  });

  it('stops although it had not finished starting', async () => {
    const { child, exit, messages, said } = run('is slow to start');
    await eventually('it starts', () => said() === 'starting\n');
    child.kill('SIGINT');
    expect(await exit).toEqual({ code: 0, signal: null });
    expect(said()).toBe('starting\ntold to stop\ndraining\ndrained\n');
    expect(messages).toEqual([]);
  });

  it.each([
    ['cannot start', 'fixture cannot start: the cellar is flooded\n'],
    ['throws later', 'fixture failed: out of the blue\n'],
    ['rejects later', 'fixture failed: out of the blue\n'],
  ])('says why in one line and exits with 1 when it %s', async (behaviour, line) => {
    const { exit, complained } = run(behaviour);
    expect(await exit).toEqual({ code: 1, signal: null });
    expect(complained()).toBe(line);
  });

  it.each([
    ['fails to stop', 'fixture did not stop cleanly: the door is stuck\n'],
    ['never stops', 'fixture: not stopped within 1 s, abandoned\n'],
  ])('says so in one line and exits with 1 when it %s', async (behaviour, line) => {
    const { child, exit, messages, complained } = run(behaviour);
    await eventually('it is ready', () => messages.length > 0);
    child.kill('SIGTERM');
    expect(await exit).toEqual({ code: 1, signal: null });
    expect(complained()).toBe(line);
  });

  it('drains, and exits with 1, when it finds that it can do its work no more', async () => {
    const { exit, said, complained } = run('breaks');
    expect(await exit).toEqual({ code: 1, signal: null });
    expect(complained()).toBe('fixture: the bridge is down\n');
    expect(said()).toBe('draining\ndrained\n');
  });

  it('names the place of a bug', async () => {
    const { exit, complained } = run('has a bug');
    expect(await exit).toEqual({ code: 1, signal: null });
    expect(complained()).toMatch(
      /^fixture cannot start: TypeError: .*\(at start .*process-under-test.ts:\d+:\d+\)\)\n$/,
    );
  });

  it('names the port that is taken and the setting that changes it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { exit, complained } = run('listens', String(port));
    expect(await exit).toEqual({ code: 1, signal: null });
    other.close();
    expect(complained()).toBe(`fixture cannot start: Port ${port} is already taken: set PORT to another one\n`);
  });
});
