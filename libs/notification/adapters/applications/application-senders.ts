import { applicationOf } from '@gatehouse/applications/contract';
import type { QueryBus } from '@gatehouse/kernel';
import type { Senders } from '../../application/ports/senders.js';
import type { Sender } from '../../domain/message/message.js';

/** Messages speak in the name of the application that their person signed up at. */
export class ApplicationSenders implements Senders {
  readonly #queries: QueryBus;

  constructor(queries: QueryBus) {
    this.#queries = queries;
  }

  /** @throws Error for an unknown slug: nobody can have signed up there */
  async of(application: string): Promise<Sender> {
    const found = await applicationOf(this.#queries, application);
    if (!found) throw new Error(`No application "${application}"`);
    const { name, defaultLocale, sender, replyTo } = found;
    return {
      application,
      applicationName: name,
      defaultLocale,
      ...(sender && { from: { email: sender.email, name: sender.name ?? name } }),
      ...(replyTo !== null && { replyTo }),
    };
  }
}
