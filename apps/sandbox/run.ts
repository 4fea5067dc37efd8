import { createSandbox } from './create-sandbox.js';
import { readSettings } from './read-settings.js';

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is already in use; stop what uses it or set SANDBOX_PORT',
  EACCES: 'needs rights that this user does not have; set SANDBOX_PORT to 1024 or more',
  EADDRNOTAVAIL: 'is not an address of this machine; set HOST',
  ENOTFOUND: 'is not an address of this machine; set HOST',
};

const read = readSettings(process.env);
if (read.ok) await run(read.settings);
else refuseToStart(read.fault);

async function run({ port, host }: { port: number; host: string }): Promise<void> {
  const sandbox = createSandbox();
  let url: string;
  try {
    url = await sandbox.listen(port, host);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return refuseToStart(code && REASONS[code] ? `port ${port} on ${host} ${REASONS[code]}` : message);
  }

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await sandbox.close();
    process.exit(0);
  };
  // Before anyone learns that it runs, and may stop it for that.
  process.on('SIGTERM', stop).on('SIGINT', stop);
  process.stdout.write(`Sandbox, a stand-in for the mail and SMS providers: nothing is delivered. Inbox: ${url}\n`);
  if (process.send) {
    // A parent that is gone cannot stop us any more.
    process.on('disconnect', stop);
    process.send({ type: 'ready', url });
  }
}

function refuseToStart(reason: string): void {
  process.stderr.write(`The sandbox cannot start: ${reason}.\n`);
  process.exit(1);
}
