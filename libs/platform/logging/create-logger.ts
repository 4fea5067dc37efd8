import { type Logger, pino } from 'pino';
import type { Settings } from '../config/index.js';

export type { Logger } from 'pino';

/** What must never be in a log, wherever in an object it stands. */
const SECRET_FIELDS = [
  'password',
  'newPassword',
  'currentPassword',
  'passwordHash',
  'code',
  'digits',
  'email',
  'phone',
  'authorization',
  'cookie',
  'accessToken',
  'refreshToken',
  'token',
  'secret',
];
const DEPTHS = ['', '*.', '*.*.'];

/** JSON lines on stdout; readable ones in development. */
export function createLogger(
  { environment, logLevel }: Pick<Settings, 'environment' | 'logLevel'>,
  name: string,
): Logger {
  const options = {
    name,
    level: logLevel,
    redact: {
      paths: DEPTHS.flatMap((depth) => SECRET_FIELDS.map((field) => `${depth}${field}`)),
      censor: '[redacted]',
    },
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  if (environment !== 'development') return pino(options);
  return pino({
    ...options,
    transport: { target: 'pino-pretty', options: { ignore: 'name,pid,hostname', translateTime: 'HH:MM:ss.l' } },
  });
}
