import postgres from 'postgres';
import { sessionSettings } from './session-settings.js';

type SessionSettings = Readonly<Record<string, string | number | boolean>>;
type Options = Omit<NonNullable<Parameters<typeof postgres>[1]>, 'connection'> & {
  readonly connection?: SessionSettings;
};

/**
 * Opens a pool, as the driver does, on a URL as libpq reads it: `?host=/folder` names the folder of the server's Unix
 * socket, which costs about half of what TCP over loopback does (docs/adr/0037). The driver alone would take it for a
 * setting of the server. Every session says itself what our statements depend on.
 */
export function connect(url: string, { connection, ...options }: Options): postgres.Sql {
  const settings: SessionSettings = { ...sessionSettings, ...connection };
  const given = { ...options, connection: settings as Partial<postgres.ConnectionParameters> };
  const address = new URL(url);
  const folder = address.searchParams.get('host');
  if (!folder?.startsWith('/')) return postgres(url, given);
  address.searchParams.delete('host');
  return postgres(address.href, { ...given, host: folder });
}
