import { connect } from 'node:net';
import { bad, type Finding, good } from './finding.js';

const PATIENCE_MS = 2_000;
const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'nats:': 4222, 'tls:': 4222 };

/** Whether somebody listens there. Nothing is sent, so no secret leaves and no message goes out. */
export function examineConnection(subject: string, name: string, address: string, setting: string): Promise<Finding> {
  const url = new URL(address);
  const port = Number(url.port) || (PORTS[url.protocol] ?? 443);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (finding: Finding) => {
      socket.destroy();
      resolve(finding);
    };
    const advice = `Check ${setting}, and that this machine may connect to it`;
    socket.setTimeout(PATIENCE_MS, () => end(bad(subject, `${name} at ${host}:${port} does not answer`, advice)));
    socket.once('connect', () => end(good(subject, `${name} at ${host}:${port} listens`)));
    socket.once('error', ({ message }) => end(bad(subject, `${name} at ${host}:${port}: ${message}`, advice)));
  });
}
