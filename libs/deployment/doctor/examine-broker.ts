import type { NatsSettings } from '@gatehouse/platform/config';
import { type BrokerProbe, probeBroker } from '@gatehouse/platform/nats';
import { bad, type Finding, good, off, warn } from './finding.js';

const SUBJECT = 'broker disk';
const PATIENCE_MS = 2_000;
/** The first that can be configured with `sync_interval`. */
const FIRST_MINOR = 10;
const FIRST_MINOR_THAT_SKIPS_NOTHING = 11;
const ADVICE =
  'Set sync_interval: always in its jetstream { … }, or keep three copies on machines that do not fail together';

interface JetStreamFigures {
  readonly config?: { readonly sync_always?: boolean; readonly sync_interval?: number };
}

/**
 * Whether what the broker has acknowledged outlives its machine. Only its monitoring port shows that.
 * @param version such as `2.12.1`
 */
export async function examineBrokerDisk(version: string, monitoringUrl: string | null): Promise<Finding> {
  if (isOlder(version, FIRST_MINOR)) {
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

/**
 * Whether a cluster hands every message on. Before 2.11, a consumer whose leader changes can skip messages that were
 * delivered and not acknowledged: https://github.com/nats-io/nats-server/pull/6469 and /6566.
 * @param version such as `2.12.1`
 */
export function examineBrokerCluster(version: string, replicas: number): Finding[] {
  if (replicas === 1 || !isOlder(version, FIRST_MINOR_THAT_SKIPS_NOTHING)) return [];
  const found = `a cluster of NATS ${version} can skip durable commands and events when the leader of a consumer changes`;
  return [warn('broker cluster', found, 'Use NATS 2.11 or newer')];
}

/** Whether the broker lets us in, and keeps our events. Nothing is changed there. */
export async function examineBroker(settings: NatsSettings | null): Promise<Finding[]> {
  if (settings === null) return [off('broker', 'none: commands stay in-process, and events stay in the database')];
  try {
    const probe = await probeBroker(settings);
    const disk = await examineBrokerDisk(probe.version, settings.monitoringUrl);
    return [streamFinding(probe, settings), disk, ...examineBrokerCluster(probe.version, settings.replicas)];
  } catch (error) {
    const words = error instanceof Error ? error.message || error.name : String(error);
    const advice =
      'Check that nats-server runs with JetStream (-js), and that NATS_URL has its address and the right user';
    return [bad('broker', `NATS at ${settings.servers.join(', ')}: ${words}`, advice)];
  }
}

function isOlder(version: string, firstMinor: number): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 2 || (major === 2 && minor < firstMinor);
}

function judge({ config }: JetStreamFigures): Finding {
  if (config?.sync_always) return good(SUBJECT, 'acknowledged messages are on disk');
  const seconds = (config?.sync_interval ?? 120e9) / 1e9;
  return warn(SUBJECT, `acknowledged messages are on disk up to ${seconds} s later`, ADVICE);
}

const silent = (words: string): Finding =>
  warn(SUBJECT, `its monitoring port: ${words}`, 'Check NATS_MONITORING_URL, such as http://nats.internal:8222');

function streamFinding({ version, server, events }: BrokerProbe, settings: NatsSettings): Finding {
  const found = `NATS ${version} at ${server}`;
  if (events === null) {
    return warn('broker', `${found}, the event stream does not exist yet`, 'Start a worker: it makes the stream');
  }
  const { messages, replicas } = events;
  return replicas === settings.replicas
    ? good('broker', `${found}, ${messages} events in ${replicas} ${replicas === 1 ? 'copy' : 'copies'}`)
    : warn(
        'broker',
        `${found} keeps events in ${replicas} copies, and NATS_REPLICAS says ${settings.replicas}`,
        'Check that the cluster has as many servers, and restart a worker, which updates the stream',
      );
}
