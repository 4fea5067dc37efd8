import { types } from 'node:util';

/** The settings that name ports, with their values: `{ PORT: 3000, METRICS_PORT: 9464 }`. */
export type PortSettings = Readonly<Record<string, number>>;

/** Errors of the language itself: a bug rather than something that the person who starts the service can mend. */
const BUGS = new Set(['TypeError', 'ReferenceError', 'SyntaxError', 'RangeError', 'AssertionError']);

/** Says in words for people why something failed, and which setting to change where one is to blame. */
export function explainFailure(failure: unknown, ports: PortSettings = {}): string {
  const error = rootOf(failure);
  // Not instanceof: an error of Node itself belongs to another realm when this runs in a sandbox.
  if (!types.isNativeError(error)) return String(error);
  return explainListening(error, ports) ?? (BUGS.has(error.name) ? withPlace(error) : error.message || error.name);
}

/** `connect` to a name with several addresses fails with an error for each, and no message of its own. */
const rootOf = (failure: unknown): unknown =>
  types.isNativeError(failure) && failure.message === '' && 'errors' in failure && Array.isArray(failure.errors)
    ? (failure.errors[0] ?? failure)
    : failure;

function explainListening(error: Error, ports: PortSettings): string | null {
  const { code, syscall, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (syscall !== 'listen' && syscall !== 'bind' && syscall !== 'getaddrinfo') return null;
  const setting = Object.keys(ports).find((name) => ports[name] === port);
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is already taken${setting ? `: set ${setting} to another one` : ''}`;
    case 'EACCES':
      return `This user may not use port ${port}: set ${setting ?? 'it'} to 1024 or more`;
    case 'EADDRNOTAVAIL':
      return `${address} is not an address of this machine: set HOST to one that is`;
    default:
      return null;
  }
}

/** A bug's message says little without the place. */
function withPlace(error: Error): string {
  const frame = error.stack?.split('\n').find((line) => line.startsWith('    at '));
  return `${error.name}: ${error.message}${frame ? ` (${frame.trim()})` : ''}`;
}
