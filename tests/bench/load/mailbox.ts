import { setTimeout as pause } from 'node:timers/promises';

interface Mail {
  readonly to: string;
  readonly code: string | null;
  /** RFC 3339. */
  readonly receivedAt: string;
}

const LOOK_EVERY_MS = 10;
const PATIENCE_MS = 30_000;

/** What the sandbox has accepted. */
export class Mailbox {
  readonly #url: string;

  constructor(sandboxUrl: string) {
    this.#url = sandboxUrl;
  }

  /** Mails accepted since the sandbox began. */
  async accepted(): Promise<number> {
    const { mail } = (await this.#get('/api/stats')) as { mail: { accepted: number } };
    return mail.accepted;
  }

  /** Waits until so many have been accepted since the sandbox began. */
  async untilAccepted(count: number): Promise<void> {
    const arrived = async (): Promise<true | null> => ((await this.accepted()) >= count ? true : null);
    await eventually(`${count} mails are accepted`, arrived);
  }

  /** Waits for the mail to this address and answers its code. */
  codeFor(email: string): Promise<string> {
    const path = `/api/messages?to=${encodeURIComponent(email)}&limit=1&view=summary`;
    return eventually(`a mail to ${email}`, async () => {
      const { messages } = (await this.#get(path)) as { messages: Mail[] };
      return messages[0]?.code ?? null;
    });
  }

  /** When the newest mails were accepted, by address, in milliseconds since 1970. At most 1,000. */
  async newest(limit: number): Promise<ReadonlyMap<string, number>> {
    const { messages } = (await this.#get(`/api/messages?limit=${limit}&view=summary`)) as { messages: Mail[] };
    return new Map(messages.map(({ to, receivedAt }) => [to, Date.parse(receivedAt)]));
  }

  /** Codes of the newest mails, by address. At most 1,000. */
  async newestCodes(limit: number): Promise<ReadonlyMap<string, string>> {
    const { messages } = (await this.#get(`/api/messages?limit=${limit}&view=summary`)) as { messages: Mail[] };
    return new Map(messages.flatMap(({ to, code }) => (code === null ? [] : [[to, code]])));
  }

  async #get(path: string): Promise<unknown> {
    const response = await fetch(this.#url + path);
    if (!response.ok) throw new Error(`The sandbox answered ${response.status} for ${path}`);
    return response.json();
  }
}

async function eventually<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await pause(LOOK_EVERY_MS)) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error(`Not within ${PATIENCE_MS / 1000} s: ${what}`);
}
