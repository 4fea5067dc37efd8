import { spawn } from 'node:child_process';

/**
 * `$1` is the server, the other arguments are folders to remove. The pipe from our process ends without a line when
 * our process does, however it ends. A server that nobody waits for any more may stay on as a zombie.
 */
const SCRIPT = `
read -r line && exit 0
server=$1; shift
kill -INT "$server" 2>/dev/null
n=0
while kill -0 "$server" 2>/dev/null && [ "$n" -lt 100 ]; do
  case "$(cat "/proc/$server/stat" 2>/dev/null)" in *") Z "*) break ;; esac
  n=$((n + 1)); sleep 0.2
done
[ "$#" -eq 0 ] || rm -rf -- "$@"
`;

interface OrphanGuard {
  /** The server has ended in good order. */
  dismiss(): void;
}

/**
 * A few kilobytes of shell that outlive this process and stop the server should this process be killed, so that not
 * even `kill -9` leaves a server running forever.
 */
export function guardAgainstOrphaning(server: number, removeAfterwards: readonly string[]): OrphanGuard {
  const guard = spawn('/bin/sh', ['-c', SCRIPT, 'gatehouse-guard', String(server), ...removeAfterwards], {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a guard, the next start finds the server and stops it.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  (guard.stdin as typeof guard.stdin & { unref?(): void }).unref?.();
  return { dismiss: () => guard.stdin.end('\n') };
}
