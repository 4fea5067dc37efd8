import type { IncomingMessage } from 'node:http';

const NAME = 'gatehouse-refresh';
const DEFAULT_APPLICATION = 'default';

/**
 * The cookie that holds a browser's refresh token. Scripts cannot read it, and no other site's page makes a browser
 * send it. With the prefix `__Host-` (RFC 6265bis, section 4.1.3.2) no subdomain and no plain HTTP can plant one.
 */
export class RefreshCookie {
  /** @param isSecure false only where a developer's browser is to keep it over plain HTTP: then it has no prefix */
  constructor(private readonly isSecure: boolean) {}

  /** One for each application: signing in to one does not sign out of another at the same host. */
  name(application: string): string {
    const name = application === DEFAULT_APPLICATION ? NAME : `${NAME}-${application}`;
    return this.isSecure ? `__Host-${name}` : name;
  }

  /** Null where there is none, or more than one: whose the others are cannot be told. */
  read({ headers }: IncomingMessage, application: string): string | null {
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
    return `Path=/; HttpOnly; SameSite=Strict${this.isSecure ? '; Secure' : ''}`;
  }
}
