import { setTimeout as pause } from 'node:timers/promises';
import type { Person } from '../load/person.ts';

export interface Arrived {
  readonly provider: string;
  readonly deliveryId: string | null;
  readonly code: string | null;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

interface SandboxMail {
  readonly provider: string;
  readonly customId: string | null;
  readonly code: string | null;
  readonly receivedAt: string;
}

const PATIENCE_MS = 30_000;
const AT_ONCE = 8;

/** What has arrived for each, oldest first, once no provider holds anything back any more. */
export async function readMails(sandbox: string, people: readonly Person[]): Promise<ReadonlyMap<string, Arrived[]>> {
  await untilNothingIsHeld(sandbox);
  const left = people.map(({ email }) => email);
  const found = new Map<string, Arrived[]>();
  const inTurn = async (): Promise<void> => {
    for (let email = left.pop(); email !== undefined; email = left.pop()) {
      const { messages } = (await get(`${sandbox}/api/messages?to=${encodeURIComponent(email)}`)) as {
        messages: SandboxMail[];
      };
      found.set(email, messages.toReversed().map(arrivedOf));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, inTurn));
  return found;
}

const arrivedOf = ({ provider, customId, code, receivedAt }: SandboxMail): Arrived => ({
  provider,
  deliveryId: customId,
  code,
  receivedAt: Date.parse(receivedAt),
});

async function untilNothingIsHeld(sandbox: string): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(100)) {
    const { mail } = (await get(`${sandbox}/api/stats`)) as {
      mail: { received: number; accepted: number; refused: number };
    };
    if (mail.received === mail.accepted + mail.refused) return;
  }
  throw new Error('A provider still holds mails back');
}

async function get(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}`);
  return response.json();
}
