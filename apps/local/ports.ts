import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { explainFailure } from '@gatehouse/platform/process';

/** A port that one of the processes will listen on, and the setting that names it. */
export interface WantedPort {
  readonly setting: string;
  readonly port: number;
}

/**
 * Opens all of them for a moment, so that a port in use is told before anything has started, also when it is two of
 * our own settings that name the same one.
 * @throws Error with one line that names the port and the setting
 */
export async function checkPorts(host: string, wanted: readonly WantedPort[]): Promise<void> {
  const opened: Server[] = [];
  try {
    for (const { setting, port } of wanted) {
      const server = createServer().listen(port, host);
      await once(server, 'listening').catch((cause: unknown) => {
        throw new Error(explainFailure(cause, { [setting]: port }), { cause });
      });
      opened.push(server);
    }
  } finally {
    await Promise.all(opened.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}
