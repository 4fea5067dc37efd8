import { KEY_SCOPES } from '@gatehouse/kernel';
import {
  type Administrators,
  type Authority,
  type CallWithHeaders,
  tokenInvalid,
  tokenMissing,
} from '@gatehouse/platform/edge';
import type { Accounts } from '../../application/ports/accounts.js';
import type { BackendKeys } from '../../application/ports/applications.js';
import type { Roles } from '../../application/ports/roles.js';
import type { RevokedSessions } from '../../application/ports/sessions.js';
import type { AccessTokens } from '../../application/ports/tokens.js';
import { scopesOf } from '../../domain/role/role.js';

const SCHEME = /^bearer +/i;
const KEY = /^bearer +(ghk_\w{1,200})$/i;
const TOKEN = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;
const MAX_HEADER = 2_048;
/** Administrators of this application look after the whole deployment (ADR-0033). */
const OPERATORS_APPLICATION = 'default';

/**
 * Whom an administrative call speaks for. What a person's token says of roles may be ten minutes old, and such calls are
 * few: session, roles and account are read again for each of them, so that what was taken away is gone at once.
 */
export class AdministrationAuthenticator implements Administrators {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly revoked: RevokedSessions,
    private readonly roles: Roles,
    private readonly accounts: Accounts,
    private readonly keys: BackendKeys,
  ) {}

  async identify({ headers }: CallWithHeaders): Promise<Authority> {
    const header = headers.authorization;
    if (header === undefined || !SCHEME.test(header)) throw tokenMissing();
    if (header.length > MAX_HEADER) throw tokenInvalid();
    const [, key] = KEY.exec(header) ?? [];
    const [, token] = TOKEN.exec(header) ?? [];
    const authority =
      (key !== undefined && (await this.#ofKey(key))) || (token !== undefined && (await this.#ofToken(token)));
    if (!authority) throw tokenInvalid();
    return authority;
  }

  async #ofKey(text: string): Promise<Authority | null> {
    const key = await this.keys.identify(text);
    if (!key) return null;
    const { id, application } = key;
    const scopes = KEY_SCOPES.filter((scope) => key.scopes.includes(scope));
    return { administrator: { kind: 'key', id, application, everywhere: false }, scopes };
  }

  async #ofToken(token: string): Promise<Authority | null> {
    const verified = await this.tokens.verify(token, null);
    if (!verified || this.revoked.has(verified.sessionId)) return null;
    const { application, userId: id } = verified;
    const [roles, account] = await Promise.all([
      this.roles.ofSession(verified),
      this.accounts.standingOf(application, id),
    ]);
    if (!roles || account?.state !== 'active') return null;
    const everywhere = application === OPERATORS_APPLICATION && roles.length > 1;
    return { administrator: { kind: 'user', id, application, everywhere }, scopes: scopesOf(roles) };
  }
}
