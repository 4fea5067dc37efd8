import type { SessionStorage, StoredSession, Timing } from './gatehouse-options.js';
import { isProblem, NotSignedIn } from './gatehouse-problem.js';
import type { Schemas } from './open-api.js';

/** An access token is not used in the last of its time, as calls and clocks take some. */
const MARGIN_MS = 30_000;

export type IssuedTokens = Pick<Schemas['IssuedTokens'], 'accessToken' | 'expiresIn' | 'refreshToken' | 'csrfToken'>;

/** Has a good access token for every call, and exchanges the refresh token once for however many ask. */
export class SessionKeeper {
  #renewal: Promise<string> | null = null;
  /** Raised when somebody signs in or out, so that a renewal under way does not bring the former session back. */
  #era = 0;
  /** What was issued last, for storages that keep the access token out. */
  #issued: StoredSession | null = null;

  constructor(
    private readonly storage: SessionStorage,
    private readonly timing: Pick<Timing, 'now'>,
    private readonly exchange: (session: StoredSession) => Promise<IssuedTokens>,
  ) {}

  /**
   * @param refused an access token that the service no longer takes
   * @throws NotSignedIn, or what the exchange throws
   */
  async accessToken(refused: string | null = null): Promise<string> {
    const session = await this.storage.load();
    if (!session) throw new NotSignedIn('No one is signed in');
    const { accessToken, expiresAt } = this.#withToken(session);
    const isGood = accessToken !== refused && this.timing.now() < expiresAt - MARGIN_MS;
    if (accessToken !== null && isGood) return accessToken;
    this.#renewal ??= this.#renew(session, this.#era).finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async start(tokens: IssuedTokens): Promise<void> {
    this.#era += 1;
    await this.storage.save(this.#keep(tokens));
  }

  async end(): Promise<void> {
    this.#era += 1;
    this.#issued = null;
    await this.storage.save(null);
  }

  async #renew(session: StoredSession, era: number): Promise<string> {
    try {
      const tokens = await this.exchange(session);
      if (era !== this.#era) return this.#ofNow();
      await this.storage.save(this.#keep(tokens));
      return tokens.accessToken;
    } catch (cause) {
      if (!isProblem(cause, 'refresh-token-invalid')) throw cause;
      const now = await this.storage.load();
      // Another tab has exchanged it, or somebody has signed in meanwhile.
      if (now?.accessToken && now.accessToken !== session.accessToken) return now.accessToken;
      if (era === this.#era) await this.end();
      throw new NotSignedIn('The session has ended', { cause });
    }
  }

  async #ofNow(): Promise<string> {
    const session = await this.storage.load();
    const token = session && this.#withToken(session).accessToken;
    if (!token) throw new NotSignedIn('No one is signed in');
    return token;
  }

  /** The stored session; one without its access token with that which this client got for the same one. */
  #withToken(session: StoredSession): StoredSession {
    const issued = this.#issued;
    const isSame = issued?.refreshToken === session.refreshToken && issued.csrfToken === session.csrfToken;
    return session.accessToken === null && isSame ? issued : session;
  }

  #keep({ accessToken, expiresIn, refreshToken, csrfToken }: IssuedTokens): StoredSession {
    this.#issued = { accessToken, expiresAt: this.timing.now() + expiresIn * 1_000, refreshToken, csrfToken };
    return this.#issued;
  }
}
