// npm run dev: what `npm start` runs, and beside it a server from which the console reloads itself as its files change.
// Everything that runs in the service is compiled once, at the start.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createServer } from 'vite';

const root = path.join(import.meta.dirname, 'apps/console');
const api = `http://127.0.0.1:${process.env.PORT || 3000}`;
process.env.GATEHOUSE_API ??= api;

const service = spawn('npm', ['start'], { stdio: 'inherit' });
const server = await createServer({
  root,
  configFile: path.join(root, 'vite.config.ts'),
  logLevel: 'warn',
  clearScreen: false,
});
await server.listen();
process.stdout.write(`\n  The console reloads itself at ${server.resolvedUrls?.local[0] ?? ''}\n`);

// Ctrl-C reaches the service by itself; it is done when the service is.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && service.kill(signal));
service.on('exit', async (code) => {
  await server.close();
  process.exitCode = code ?? 1;
});
