import { type Finding, good, off, warn } from './finding.js';

const SUBJECT = 'broker disk';
const PATIENCE_MS = 2_000;
/** The first to let itself be told: `sync_interval`. */
const FIRST_MINOR = 10;
const ADVICE =
  'Set sync_interval: always in its jetstream { … }, or keep three copies on machines that do not fail together';

interface JetStreamFigures {
  readonly config?: { readonly sync_always?: boolean; readonly sync_interval?: number };
}

/**
 * Whether what the broker has acknowledged outlives its machine. It tells so at its monitoring port alone.
 * @param version such as `2.12.1`
 */
export async function examineBrokerDisk(version: string, monitoringUrl: string | null): Promise<Finding> {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 2 || (major === 2 && minor < FIRST_MINOR)) {
    const found = `NATS ${version} writes acknowledged messages to disk up to two minutes later, and cannot be configured otherwise`;
    return warn(SUBJECT, found, 'Use NATS 2.10 or newer, with sync_interval: always');
  }
  if (monitoringUrl === null) {
    return off(SUBJECT, 'not checked: set NATS_MONITORING_URL to the monitoring port of NATS, which reports it');
  }
  try {
    const answer = await fetch(new URL('/jsz', monitoringUrl), { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? judge((await answer.json()) as JetStreamFigures) : silent(`answers ${answer.status}`);
  } catch (error) {
    return silent(error instanceof Error ? error.message : String(error));
  }
}

function judge({ config }: JetStreamFigures): Finding {
  if (config?.sync_always) return good(SUBJECT, 'acknowledged messages are on disk');
  const seconds = (config?.sync_interval ?? 120e9) / 1e9;
  return warn(SUBJECT, `acknowledged messages are on disk up to ${seconds} s later`, ADVICE);
}

const silent = (words: string): Finding =>
  warn(SUBJECT, `its monitoring port: ${words}`, 'Check NATS_MONITORING_URL, such as http://nats.internal:8222');
