/** better-auth behind Express, as a program of its own. With MIGRATE it makes its tables instead, as its CLI does. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadBetterAuth, optionsOf } from './better-auth-parts.ts';
import { mailSender } from './send-mail.ts';

const { PARTS = '', DATABASE_URL = '', MAIL_BASE_URL = '', SECRET = '', MIGRATE } = process.env;
/** As many connections as our API has, which is what `pg` has by default as well. */
const POOL_SIZE = 10;

const { betterAuth, express, getMigrations, Pool, toNodeHandler } = await loadBetterAuth(PARTS);
const pool = new Pool({ connectionString: DATABASE_URL, max: POOL_SIZE });
const stop = (): never => process.exit(0);

if (MIGRATE !== undefined) {
  const { options } = betterAuth(optionsOf(pool, 'http://127.0.0.1', SECRET, () => undefined));
  await (await getMigrations(options)).runMigrations();
  process.send?.({ type: 'ready' });
} else {
  const app = express();
  const server = createServer(app).listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    void open(app, `http://127.0.0.1:${port}`);
  });
}
process.on('SIGTERM', stop).on('disconnect', stop);

async function open(app: ReturnType<typeof express>, url: string): Promise<void> {
  const auth = betterAuth(optionsOf(pool, url, SECRET, mailSender(MAIL_BASE_URL)));
  app.all('/api/auth/*splat', toNodeHandler(auth));
  await auth.$context;
  process.send?.({ type: 'ready', url });
}
