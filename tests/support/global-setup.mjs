// Plain JavaScript, so that Jest leaves the loading to Node and its own compiler out of it.
import './typescript-loader.ts';
import { writeElements } from '../../bundle-elements.mjs';

// biome-ignore lint/style/noDefaultExport: Jest calls the default export
export default async function globalSetup() {
  // Built like everything else by `npm run build`; here too, so that pages never show components of before.
  await writeElements();
  const { startDatabaseServer } = await import('./database-server.ts');
  // Called for each project that has tests in this run: they share one server.
  globalThis.stopDatabaseServer ??= await startDatabaseServer();
}
