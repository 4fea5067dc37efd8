import { IdentifyKey } from '@gatehouse/applications/contract';
import { internalContext, type QueryBus, queryWith } from '@gatehouse/kernel';
import type { BackendKeys } from '../../application/ports/backend-keys.js';

/** Asks the applications' context, through its contract. */
export class ApplicationKeys implements BackendKeys {
  constructor(private readonly queries: QueryBus) {}

  /** The key itself says which application it opens. */
  async identify(text: string) {
    const found = await this.queries.ask(queryWith(IdentifyKey, { key: text }), internalContext(''));
    return found.ok ? found.value : null;
  }
}
