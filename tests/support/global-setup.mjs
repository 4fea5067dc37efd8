// Plain JavaScript, so that Jest leaves the loading to Node and its own compiler out of it.
import './typescript-loader.ts';

// biome-ignore lint/style/noDefaultExport: Jest calls the default export
export default async function globalSetup() {
  const { startDatabaseServer } = await import('./database-server.ts');
  // Called for each project that has tests in this run: they share one server.
  globalThis.stopDatabaseServer ??= await startDatabaseServer();
}
