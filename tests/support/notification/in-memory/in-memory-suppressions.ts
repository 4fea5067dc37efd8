import type { CommandContext, PersonKey } from '@gatehouse/kernel';
import type { Suppression, SuppressionPage } from '@gatehouse/notification/contract';
import type {
  SuppressedRecipient,
  SuppressionList,
} from '../../../../libs/notification/application/ports/suppressions.js';

interface Kept {
  readonly application: string;
  /** The list itself keeps a keyed hash of it. */
  readonly recipient: string;
  readonly entry: Suppression;
}

const nameOf = (recipient: SuppressedRecipient): string => JSON.stringify(recipient);

/** Recipients that nothing is sent to, the latest first. */
export class InMemorySuppressions implements SuppressionList {
  #kept: readonly Kept[] = [];

  add(
    id: string,
    recipient: SuppressedRecipient,
    changes: Partial<Suppression> & { application?: string } = {},
  ): Suppression {
    const { application = 'shop', ...more } = changes;
    const entry: Suppression = {
      id,
      channel: 'email' in recipient ? 'mail' : 'sms',
      cause: 'bounced',
      reason: 'mailbox-unavailable',
      provider: 'mailjet',
      messageId: 'message',
      userId: null,
      createdAt: '2026-05-01T12:00:00.000Z',
      ...more,
    };
    this.#kept = [{ application, recipient: nameOf(recipient), entry }, ...this.#kept];
    return entry;
  }

  ids(application = 'shop'): string[] {
    return this.#of(application).map(({ entry }) => entry.id);
  }

  async page({ application, after, limit }: Parameters<SuppressionList['page']>[0]): Promise<SuppressionPage> {
    const entries = this.#of(application).map(({ entry }) => entry);
    const from = entries.slice(after === null ? 0 : entries.findIndex(({ id }) => id === after) + 1);
    const suppressions = from.slice(0, limit);
    return { suppressions, nextAfter: from.length > limit ? (suppressions.at(-1)?.id ?? null) : null };
  }

  async ofRecipient(application: string, recipient: SuppressedRecipient): Promise<Suppression | null> {
    return this.#of(application).find((kept) => kept.recipient === nameOf(recipient))?.entry ?? null;
  }

  async ofPerson({ application, userId }: PersonKey): Promise<readonly Suppression[]> {
    return this.#of(application).flatMap(({ entry }) => (entry.userId === userId ? [entry] : []));
  }

  async remove(id: string, { application }: CommandContext): Promise<boolean> {
    const before = this.#kept.length;
    this.#kept = this.#kept.filter((kept) => kept.application !== application || kept.entry.id !== id);
    return this.#kept.length < before;
  }

  #of(application: string): readonly Kept[] {
    return this.#kept.filter((kept) => kept.application === application);
  }
}
