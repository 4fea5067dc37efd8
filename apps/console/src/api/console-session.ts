import { type Credentials, createGatehouse, type Gatehouse, NotSignedIn } from '@gatehouse/client';
import { type Claims, claimsOf } from './claims.js';
import { OtherTabs } from './other-tabs.js';
import { keptSession, tabStorage } from './tab-storage.js';

export type SessionState =
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'signed-out';
      /** The session ended by itself, while it was in use. */
      readonly hasEnded: boolean;
    }
  | { readonly kind: 'signed-in'; readonly claims: Claims; readonly gatehouse: Gatehouse };

/** Who uses the console, in this tab. */
export class ConsoleSession {
  #state: SessionState = { kind: 'starting' };
  readonly #listeners = new Set<() => void>();
  readonly #tabs = new OtherTabs(
    () => (this.#state.kind === 'signed-in' ? keptSession.read() : null),
    () => this.#forget(false),
  );

  constructor(private readonly baseUrl: string) {}

  readonly current = (): SessionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Goes on with the session of this tab, or of another one. */
  async resume(): Promise<void> {
    const kept = keptSession.read() ?? (await this.#tabs.ask());
    if (!kept) return this.#become({ kind: 'signed-out', hasEnded: false });
    keptSession.write(kept);
    const gatehouse = this.#gatehouseFor(kept.application);
    try {
      await this.#enter(gatehouse);
    } catch (error) {
      // The service cannot be reached, say: the session is kept for another try.
      if (!(error instanceof NotSignedIn)) this.#become({ kind: 'signed-out', hasEnded: false });
      else this.#forget(true);
    }
  }

  /** @throws GatehouseProblem, GatehouseUnreachable */
  async signIn(application: string, credentials: Credentials): Promise<void> {
    const gatehouse = this.#gatehouseFor(application);
    await gatehouse.signIn(credentials);
    await this.#enter(gatehouse);
  }

  async signOut(): Promise<void> {
    if (this.#state.kind !== 'signed-in') return;
    try {
      await this.#state.gatehouse.signOut();
    } finally {
      this.#tabs.signedOut();
      this.#forget(false);
    }
  }

  /** A call was refused because the session is over. */
  ended(): void {
    if (this.#state.kind === 'signed-in') this.#forget(true);
  }

  async #enter(gatehouse: Gatehouse): Promise<void> {
    this.#become({ kind: 'signed-in', gatehouse, claims: claimsOf(await gatehouse.accessToken()) });
  }

  #forget(hasEnded: boolean): void {
    keptSession.write(null);
    this.#become({ kind: 'signed-out', hasEnded });
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #gatehouseFor(application: string): Gatehouse {
    const { baseUrl } = this;
    return createGatehouse({ baseUrl, application, cookies: true, storage: tabStorage(application), language: 'en' });
  }
}
