import type { CallWithHeaders, DeadCookies } from '@gatehouse/platform/edge';
import type { Accounts } from '../../application/ports/accounts.js';
import type { Sessions } from '../../application/ports/sessions.js';
import type { RefreshTokens } from '../../application/ports/tokens.js';
import { isOvertaken } from '../../domain/session/session.js';

const NAME = 'gatehouse-refresh';
const DEFAULT_APPLICATION = 'default';

/**
 * The cookie that holds a browser's refresh token. Scripts cannot read it, and no other site's page makes a browser
 * send it. With the prefix `__Host-` (RFC 6265bis, section 4.1.3.2) no subdomain and no plain HTTP can plant one. Where the
 * service has a path of its own at a host that others share, the cookie has that path, so that no one else gets it; the
 * prefix is `__Secure-` then, for `__Host-` wants the whole host.
 */
export class RefreshCookie {
  /**
   * @param isSecure false only where a developer's browser is to keep it over plain HTTP: then it has no prefix
   * @param basePath of the address at which the service is reached from outside: `/auth`, or empty
   */
  constructor(
    private readonly isSecure: boolean,
    private readonly basePath = '',
  ) {}

  /** One for each application: signing in to one does not sign out of another at the same host. */
  name(application: string): string {
    const name = application === DEFAULT_APPLICATION ? NAME : `${NAME}-${application}`;
    if (!this.isSecure) return name;
    return this.basePath === '' ? `__Host-${name}` : `__Secure-${name}`;
  }

  /** Null where there is none, or more than one: it is unknown whose the others are. */
  read({ headers }: CallWithHeaders, application: string): string | null {
    const start = `${this.name(application)}=`;
    const found = (headers.cookie ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(start));
    return found.length === 1 ? (found[0] ?? '').slice(start.length) : null;
  }

  /** As the value of `Set-Cookie`. */
  set(application: string, refreshToken: string, maxAgeSeconds: number): string {
    return `${this.name(application)}=${refreshToken}; Max-Age=${maxAgeSeconds}; ${this.#attributes}`;
  }

  /** As the value of `Set-Cookie`: the browser forgets it. */
  clear(application: string): string {
    return `${this.name(application)}=; Max-Age=0; ${this.#attributes}`;
  }

  get #attributes(): string {
    return `Path=${this.basePath || '/'}; HttpOnly; SameSite=Strict${this.isSecure ? '; Secure' : ''}`;
  }
}

/** Looks at a cookie as a refresh would, without changing anything. */
export class DeadRefreshCookies implements DeadCookies {
  constructor(
    private readonly cookie: RefreshCookie,
    private readonly refreshTokens: Pick<RefreshTokens, 'read'>,
    private readonly sessions: Pick<Sessions, 'find'>,
    private readonly accounts: Pick<Accounts, 'standingOf'>,
  ) {}

  async forget(call: CallWithHeaders, application: string): Promise<Readonly<Record<string, string>>> {
    const text = this.cookie.read(call, application);
    if (text === null || (await this.#isGood(text, application))) return {};
    return { 'Set-Cookie': this.cookie.clear(application) };
  }

  async #isGood(text: string, application: string): Promise<boolean> {
    const token = this.refreshTokens.read(text);
    const found = token && (await this.sessions.find({ application, id: token.sessionId }));
    if (!found || found.session.revokedAt !== null || found.now >= found.session.expiresAt) return false;
    const account = await this.accounts.standingOf(application, found.session.userId);
    return account?.state === 'active' && !isOvertaken(found.session, account);
  }
}
