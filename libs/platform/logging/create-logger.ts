import { types } from 'node:util';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import type { Settings } from '../config/index.js';
import { kindOf, RepeatedLines } from './repeated-lines.js';

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

/** JSON lines on stdout, or where they are told to go; readable ones in development. Of a fault one line a second, with a count. */
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
    hooks: { logMethod: oncePerSecond() },
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

/** Holds back lines that tell of the same fault within a second; the last of them is then written with their number. */
function oncePerSecond(): NonNullable<NonNullable<LoggerOptions['hooks']>['logMethod']> {
  const repeated = new RepeatedLines();
  return function (args, method) {
    const [fields, words] = args as unknown[];
    const error = typeof fields === 'object' && fields !== null && 'err' in fields ? fields.err : undefined;
    if (!types.isNativeError(error)) return method.apply(this, args);
    const repeat = (count: number) => method.apply(this, [{ ...(fields as object), repeated: count }, String(words)]);
    if (repeated.admits(kindOf(String(words), error), repeat)) method.apply(this, args);
  };
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
