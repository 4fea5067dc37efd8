export interface SandboxSettings {
  readonly port: number;
  readonly host: string;
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: SandboxSettings }
  | { readonly ok: false; readonly fault: string };

const fault = (text: string): SettingsResult => ({ ok: false, fault: text });

/** SANDBOX_PORT (3025) and HOST (127.0.0.1). Where APP_ENV is production there is no sandbox. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): SettingsResult {
  if (env['APP_ENV'] === 'production') return fault('APP_ENV is production, where the sandbox must not run');
  const port = env['SANDBOX_PORT'] || '3025';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return fault(`SANDBOX_PORT is not a port: ${JSON.stringify(port)}`);
  return { ok: true, settings: { port: Number(port), host: env['HOST'] || '127.0.0.1' } };
}
