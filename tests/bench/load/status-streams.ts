import { type ClientRequest, get } from 'node:http';

interface Opened {
  readonly email: string;
  /** When its mail was said to be sent, in milliseconds since 1970; null until then. */
  sentAt: number | null;
}

/** Live streams of activations, as pages hold them open. */
export class StatusStreams {
  readonly all: Opened[] = [];
  readonly #requests = new Set<ClientRequest>();

  /**
   * Resolves when the first event has come.
   * @throws Error for any other status than 200
   */
  open(url: string, email: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const opened: Opened = { email, sentAt: null };
      const request = get(url, { agent: false, headers: { accept: 'text/event-stream' } }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
          if (text.includes('"delivery":"sent"')) opened.sentAt ??= Date.now();
          resolve();
        });
        response.on('error', () => undefined);
      });
      request.once('error', reject);
      request.once('close', () => this.#requests.delete(request));
      this.#requests.add(request);
      this.all.push(opened);
    });
  }

  /** How many are open. */
  get count(): number {
    return this.#requests.size;
  }

  close(): void {
    for (const request of this.#requests) request.destroy();
  }
}
