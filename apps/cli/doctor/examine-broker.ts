import type { NatsSettings } from '@gatehouse/platform/config';
import { type BrokerProbe, probeBroker } from '@gatehouse/platform/nats';
import { examineBrokerDisk } from './examine-broker-disk.js';
import { bad, type Finding, good, off, warn } from './finding.js';

/** Whether the broker lets us in, and keeps our events. Nothing is changed there. */
export async function examineBroker(settings: NatsSettings | null): Promise<Finding[]> {
  if (settings === null) return [off('broker', 'none: commands stay in-process, and events stay in the database')];
  try {
    const probe = await probeBroker(settings);
    return [streamFinding(probe, settings), await examineBrokerDisk(probe.version, settings.monitoringUrl)];
  } catch (error) {
    const words = error instanceof Error ? error.message || error.name : String(error);
    const advice =
      'Check that nats-server runs with JetStream (-js), and that NATS_URL has its address and the right user';
    return [bad('broker', `NATS at ${settings.servers.join(', ')}: ${words}`, advice)];
  }
}

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
