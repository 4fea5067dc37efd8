import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createSandbox } from '@gatehouse/sandbox';
import request from 'supertest';

const MAIN = fileURLToPath(new URL('../../../apps/sandbox/main.ts', import.meta.url));

/** Node strips the types by itself, but our imports are written as they run after the build: with .js. */
const SOURCES_FOR_JS = `
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve: (name, context, next) => {
      const own = name.startsWith('.') && !context.parentURL?.includes('/node_modules/');
      return next(own ? name.replace(/\\.js$/, '.ts') : name, context);
    },
  });
`;

const start = (env: Record<string, string>): ChildProcess =>
  fork(MAIN, {
    env: { ...env },
    execArgv: ['--conditions=source', '--import', `data:text/javascript,${encodeURIComponent(SOURCES_FOR_JS)}`],
    silent: true,
  });

/** The exit code and everything printed. */
const endOf = async (child: ChildProcess) => {
  const printed = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    printed.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    printed.err += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...printed };
};

describe('the process of the sandbox', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'reports to its parent where it listens, says once that it is a stand-in, and ends well on %s',
    async (signal) => {
      const child = start({ SANDBOX_PORT: '0' });
      const end = endOf(child);
      const [ready] = (await once(child, 'message')) as [{ type: string; url: string }];
      expect(ready).toEqual({ type: 'ready', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
      await request(ready.url).get('/').expect(200);

      child.kill(signal);

      expect(await end).toEqual({
        code: 0,
        out: `Sandbox, a stand-in for the mail and SMS providers: nothing is delivered. Inbox: ${ready.url}\n`,
        err: '',
      });
    },
    20_000,
  );

  it('does not outlive its parent', async () => {
    const child = start({ SANDBOX_PORT: '0' });
    await once(child, 'message');

    // A parent that dies takes the channel with it; Node then reports the end by `exit`, not by `close`.
    child.disconnect();

    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 20_000);

  it('says in one line that its port is taken, and fails', async () => {
    const other = createSandbox();
    const { port } = new URL(await other.listen(0));

    const { code, out, err } = await endOf(start({ SANDBOX_PORT: port }));
    await other.close();

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(
      `The sandbox cannot start: port ${port} on 127.0.0.1 is already in use; stop what uses it or set SANDBOX_PORT.\n`,
    );
  }, 20_000);

  it('refuses in one line to run in production', async () => {
    const { code, out, err } = await endOf(start({ APP_ENV: 'production' }));

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^The sandbox cannot start: APP_ENV is production.*\n$/);
  }, 20_000);
});
