// biome-ignore lint/style/noDefaultExport: Jest calls the default export
export default async function globalTeardown() {
  const stop = globalThis.stopDatabaseServer;
  globalThis.stopDatabaseServer = undefined;
  await stop?.();
}
