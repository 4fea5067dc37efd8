import { styleText } from 'node:util';
import type { FirstAdministrator } from './first-administrator.js';

export interface Announced {
  readonly api: string;
  readonly inbox: string | null;
  /** The embedded database, password and all; null where DATABASE_URL names another. */
  readonly database: string | null;
  readonly administrator: FirstAdministrator | null;
  readonly metrics: readonly number[];
  readonly folder: string;
  /** From the process' first moment until ready. */
  readonly seconds: number;
}

/** The block that a newcomer sees: where everything is, and what to try first. Coloured on a terminal only. */
export function announcement(announced: Announced): string {
  const { api, inbox, database, administrator, metrics, folder, seconds } = announced;
  const strong = (text: string): string => styleText('bold', text);
  const faint = (text: string): string => styleText('dim', text);
  const address = (text: string): string => styleText('cyan', text);
  const row = (name: string, value: string, remark = ''): string =>
    `  ${strong(name.padEnd(10))}${address(value)}${remark && `  ${faint(remark)}`}`;
  const { hostname } = new URL(api);

  return [
    '',
    `  ${strong('Gatehouse is ready')} ${faint(`after ${seconds.toFixed(1)} s`)}`,
    '',
    row('API', api),
    row('Console', `${api}/console`, administrator ? signIn(administrator) : ''),
    row('Docs', `${api}/docs`),
    inbox === null ? null : row('Inbox', inbox, 'all mails arrive here and nowhere else'),
    metrics.length === 0
      ? null
      : row('Metrics', metrics.map((port) => `http://${hostname}:${port}/metrics`).join(' '), 'API, worker'),
    database === null ? null : row('Database', withoutPassword(database), `password in ${folder}/postgres/password`),
    '',
    `  ${strong('Try'.padEnd(10))}npm run demo`,
    `${' '.repeat(12)}curl -i ${api}/v1/users -H 'Content-Type: application/json' \\`,
    `${' '.repeat(12)}  -d '{"email":"ada@example.com","password":"a long and winding road"}'`,
    `${' '.repeat(12)}npm run --silent gatehouse -- doctor`,
    '',
    `  ${faint(`Ctrl-C finishes open requests and stops everything. The data stays in ${folder}.`)}`,
    '',
  ]
    .filter((line) => line !== null)
    .join('\n');
}

/** The password is shown once: it is kept nowhere. */
const signIn = ({ email, password }: FirstAdministrator): string =>
  password === null ? `sign in as ${email}` : `sign in as ${email} with ${password} (shown only now)`;

function withoutPassword(text: string): string {
  const url = new URL(text);
  url.password = '';
  return url.href;
}
