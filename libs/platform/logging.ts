import { types } from 'node:util';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import type { Settings } from './config/index.js';
import { currentTraceIds, isTracing } from './tracing/index.js';

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
    // A process decides at its start whether it traces, before it makes its log.
    ...(isTracing() && { mixin: currentTraceIds }),
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  if (destination) return pino(options, destination);
  if (environment !== 'development') return pino(options, standardOutput());
  return pino({
    ...options,
    transport: { target: 'pino-pretty', options: { ignore: 'name,pid,hostname', translateTime: 'HH:MM:ss.l' } },
  });
}

/** How long a line may wait for others, in milliseconds, and how many bytes or so are written at once. */
const GATHER_MS = 100;
const GATHER_BYTES = 8 * 1_024;

let shared: DestinationStream | undefined;

/** Standard output of this process: every log writes to the same one, so that lines keep their order. */
function standardOutput(): DestinationStream {
  if (shared) return shared;
  const gathered = new GatheredLines(pino.destination({ dest: process.stdout.fd ?? 1, sync: true }));
  process.on('exit', () => gathered.flush());
  shared = gathered;
  return shared;
}

/**
 * Writes lines together, as each write is a call of the system's; warnings and worse at once, with those before them.
 * What still waits is written by `flush`.
 */
export class GatheredLines implements DestinationStream {
  /** Asks pino for the level of each line. */
  readonly [pino.symbols.needsMetadataGsym] = true;
  lastLevel = 0;
  #waiting = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly destination: DestinationStream) {}

  write(line: string): void {
    this.#waiting += line;
    if (this.lastLevel >= WARNING || this.#waiting.length >= GATHER_BYTES) this.flush();
    // Nobody stays for it: what waits when the process ends is written then.
    else this.#timer ??= setTimeout(() => this.flush(), GATHER_MS).unref();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting === '') return;
    const lines = this.#waiting;
    this.#waiting = '';
    this.destination.write(lines);
  }
}

const WARNING = pino.levels.values['warn'] ?? 40;

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

const WINDOW_MS = 1_000;

interface Window {
  more: number;
  readonly repeat: (count: number) => void;
}

/**
 * Lets one line of a kind through in a second, and then one that says how many more there were: an outage is told, and
 * does not drown what else is.
 */
export class RepeatedLines {
  readonly #windows = new Map<string, Window>();

  /**
   * Whether a line of this kind is to be written now.
   * @param repeat writes the line that stands for those that were held back in the second after it, with their number
   */
  admits(kind: string, repeat: (count: number) => void): boolean {
    const window = this.#windows.get(kind);
    if (window) {
      window.more += 1;
      return false;
    }
    this.#open(kind, repeat);
    return true;
  }

  #open(kind: string, repeat: (count: number) => void): void {
    const window = { more: 0, repeat };
    this.#windows.set(kind, window);
    setTimeout(() => {
      this.#windows.delete(kind);
      if (window.more === 0) return;
      // That line is the one of the second that begins with it.
      this.#open(kind, repeat);
      repeat(window.more);
    }, WINDOW_MS).unref();
  }
}

/** What makes two faults one: the words of the line, and the error's class, code and first place. */
export function kindOf(words: string, error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  const place = error.stack?.split('\n').find((line) => line.startsWith('    at ')) ?? '';
  return [words, error.name, code, place].join('\n');
}
