import postgres from 'postgres';

type Options = Parameters<typeof postgres>[1];

/**
 * Opens a pool, as the driver does, on a URL as libpq reads it: `?host=/folder` names the folder of the server's Unix
 * socket, which costs about half of what TCP over loopback does (docs/adr/0037). The driver alone would take it for a
 * setting of the server.
 */
export function connect(url: string, options: Options): postgres.Sql {
  const address = new URL(url);
  const folder = address.searchParams.get('host');
  if (!folder?.startsWith('/')) return postgres(url, options);
  address.searchParams.delete('host');
  return postgres(address.href, { ...options, host: folder });
}
