import { applicationOf, IdentifyKey } from '@gatehouse/applications/contract';
import { internalContext, type QueryBus, queryWith } from '@gatehouse/kernel';
import type { AppEnvironment } from '@gatehouse/platform/config';
import { isLoopbackOrigin } from '@gatehouse/platform/edge';
import type { BackendKeys, Origins } from '../../application/ports/applications.js';

/** Asks the applications' context, through its contract. */
export class ApplicationKeys implements BackendKeys {
  constructor(private readonly queries: QueryBus) {}

  /** The key itself says which application it opens. */
  async identify(text: string) {
    const found = await this.queries.ask(queryWith(IdentifyKey, { key: text }), internalContext(''));
    return found.ok ? found.value : null;
  }
}

/** An application's own origins, and this service's: it serves pages of its own. In development loopback's too. */
export class ApplicationOrigins implements Origins {
  readonly #own: string;

  /** @param publicUrl how this service is reached: what requests say of themselves does not count */
  constructor(
    private readonly queries: QueryBus,
    publicUrl: string,
    private readonly environment: AppEnvironment,
  ) {
    this.#own = new URL(publicUrl).origin;
  }

  async allows(application: string, origin: string): Promise<boolean> {
    // `null` is what sandboxed frames and files send, so it belongs to no application.
    if (origin === 'null') return false;
    if (origin === this.#own) return true;
    if (this.environment === 'development' && isLoopbackOrigin(origin)) return true;
    return (await applicationOf(this.queries, application))?.allowedOrigins.includes(origin) ?? false;
  }
}
