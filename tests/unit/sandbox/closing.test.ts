import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage, Server } from 'node:http';
import { createSandbox } from '@gatehouse/sandbox';
import { jest } from '@jest/globals';
import { readSettings } from '../../../apps/sandbox/read-settings.js';
import { aMail, sendMails } from './calls.js';

describe('a sandbox', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('listens on loopback by default, and says where', async () => {
    const sandbox = createSandbox();
    const url = await sandbox.listen(0);

    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await sendMails(url, aMail()).expect(200);
    await sandbox.close();
  });

  it('says when its port is taken', async () => {
    const first = createSandbox();
    const second = createSandbox();
    const port = Number(new URL(await first.listen(0)).port);

    await expect(second.listen(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
  });

  it('answers a delayed call and lets go of a hanging one when it closes', async () => {
    const sandbox = createSandbox();
    const url = await sandbox.listen(0);
    sandbox.faults.replace([
      { times: 1, to: 'slow@example.com', behaviour: { type: 'delay', ms: 600_000 } },
      { times: 1, to: 'never@example.com', behaviour: { type: 'hang' } },
    ]);
    const agent = new Agent({ keepAlive: true });
    const mail = (to: string) => {
      const call = httpRequest(`${url}/v3.1/send`, { method: 'POST', auth: 'key:secret', agent });
      call.end(JSON.stringify({ Messages: [aMail({ To: [{ Email: to }] })] }));
      return call;
    };
    const used = new Promise<void>((resolve) => {
      sandbox.faults.subscribe(() => {
        if (sandbox.faults.rules.length === 0) resolve();
      });
    });
    const answered = once(mail('slow@example.com'), 'response') as Promise<[IncomingMessage]>;
    const dropped = once(mail('never@example.com'), 'error') as Promise<[NodeJS.ErrnoException]>;
    await used;
    const cut = jest.spyOn(Server.prototype, 'closeAllConnections');
    await sandbox.close();
    // The answered connection was not left to idle until the grace is over and every connection is cut.
    expect(cut).not.toHaveBeenCalled();

    const [answer] = await answered;
    expect(answer.statusCode).toBe(200);
    const [failure] = await dropped;
    expect(failure.code).toBe('ECONNRESET');
    agent.destroy();
  });

  it('closes without having listened, and twice', async () => {
    const sandbox = createSandbox();
    await sandbox.close();
    await expect(sandbox.close()).resolves.toBeUndefined();
  });
});

describe('the settings of the sandbox', () => {
  it('are port 3025 on loopback by default', () => {
    expect(readSettings({})).toEqual({ ok: true, settings: { port: 3025, host: '127.0.0.1' } });
    expect(readSettings({ SANDBOX_PORT: '', HOST: '' })).toEqual(readSettings({}));
  });

  it('come from SANDBOX_PORT and HOST', () => {
    const settings = { port: 0, host: '0.0.0.0' };
    expect(readSettings({ SANDBOX_PORT: '0', HOST: '0.0.0.0' })).toEqual({ ok: true, settings });
  });

  it.each(['x', '-1', '65536', '3025.5', '0x10'])('refuse %s as a port', (port) => {
    expect(readSettings({ SANDBOX_PORT: port })).toMatchObject({ ok: false, fault: expect.stringContaining(port) });
  });

  it('have no place in production', () => {
    expect(readSettings({ APP_ENV: 'production' })).toMatchObject({ ok: false });
  });
});
