import { err, internalContext, ok, type QueryBus, queryWith } from '@gatehouse/kernel';
import { FindIdsOfAddress, FindRecipients } from '@gatehouse/registration/contract';
import type { People } from '../../application/ports/message-views.js';

/** Asks the registration context, through its contract. */
export class RegistrationPeople implements People {
  constructor(private readonly queries: QueryBus) {}

  async idsOfAddress(application: string, email: string): ReturnType<People['idsOfAddress']> {
    const found = await this.queries.ask(queryWith(FindIdsOfAddress, { email }), internalContext(application));
    return found.ok ? ok(found.value.map(({ id }) => id)) : err(found.error.errors ?? []);
  }

  async recipientsOf({ application, ...ids }: Parameters<People['recipientsOf']>[0]) {
    const found = await this.queries.ask(queryWith(FindRecipients, ids), internalContext(application));
    return found.ok ? found.value : new Map<string, string>();
  }
}
