import { type DestinationStream, type Logger, pino } from 'pino';
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

/** JSON lines on stdout, or where they are told to go; readable ones in development. */
export function createLogger(
  { environment, logLevel }: Pick<Settings, 'environment' | 'logLevel'>,
  name: string,
  destination?: DestinationStream,
): Logger {
  const options = {
    name,
    level: logLevel,
    redact: {
      paths: DEPTHS.flatMap((depth) => SECRET_FIELDS.map((field) => `${depth}${field}`)),
      censor: '[redacted]',
    },
    serializers: { err: describeError },
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  if (destination) return pino(options, destination);
  if (environment !== 'development') return pino(options);
  return pino({
    ...options,
    transport: { target: 'pino-pretty', options: { ignore: 'name,pid,hostname', translateTime: 'HH:MM:ss.l' } },
  });
}

/**
 * The same log for lines of fixed fields that are known to hold no secret: looking for one takes longer than writing
 * the line.
 */
export const withoutRedaction = (logger: Logger): Logger => logger.child({}, { redact: [] });

/** A database's error also holds the row that it is about, so nothing is taken over that is not named here. */
function describeError(error: Error): object {
  const { type, message, stack, ['code']: errorCode } = pino.stdSerializers.err(error);
  return { type, message, stack, ...(errorCode !== undefined && { errorCode }) };
}
