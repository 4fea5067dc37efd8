import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { History } from '../history/history.ts';

/** What it does wrong: it answers so, says nothing, or resets the connection. */
export type Mood = 'well' | 'error' | 'hang' | 'reset';

/** Somebody's service that webhooks are sent to. */
export class WebhookReceiver {
  readonly #server: Server;
  readonly #history: History;
  #mood: Mood = 'well';
  #secret = '';
  /** Requests that met a bad mood. */
  #harmed = 0;

  private constructor(server: Server, history: History) {
    this.#server = server;
    this.#history = history;
  }

  static async open(history: History): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server, history);
    server.on('request', (request, response) => {
      text(request).then(
        (body) => receiver.#receive(request.headers as Record<string, string>, body, response),
        () => response.destroy(),
      );
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  signedBy(secret: string): void {
    this.#secret = secret;
  }

  be(mood: Mood): void {
    this.#mood = mood;
    this.#harmed = 0;
  }

  /** In a good mood again: how many requests met the bad one. */
  beWell(): number {
    this.#mood = 'well';
    return this.#harmed;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #receive(head: Record<string, string>, body: string, response: ServerResponse): void {
    const { type = '' } = JSON.parse(body) as { type?: string };
    const status = { well: 204, error: 500, hang: 0, reset: 0 }[this.#mood];
    const isSigned = this.#isSigned(head, body);
    this.#history.hook({ at: Date.now(), id: head['webhook-id'] ?? '', type, isSigned, status });
    if (this.#mood !== 'well') this.#harmed += 1;
    if (status > 0) response.writeHead(status).end();
    else if (this.#mood === 'reset') response.socket?.resetAndDestroy();
  }

  #isSigned(head: Record<string, string>, body: string): boolean {
    try {
      new Webhook(this.#secret).verify(body, head);
      return true;
    } catch {
      return false;
    }
  }
}
