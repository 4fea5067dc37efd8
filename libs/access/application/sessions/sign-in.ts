import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { SessionTokens, SignIn } from '../../contract/commands/sessions.js';
import type { Role } from '../../domain/role/role.js';
import { isOvertaken, type SessionPolicy, sessionRevoked, sessionStarted } from '../../domain/session/session.js';
import type { Accounts } from '../ports/accounts.js';
import type { Roles } from '../ports/roles.js';
import type { Devices, Sessions } from '../ports/sessions.js';
import type { AccessTokens, RefreshToken, RefreshTokens } from '../ports/tokens.js';

/** A fresh access token of a session, with the refresh token that is good from now on. */
export async function sessionTokens(
  accessTokens: AccessTokens,
  session: { readonly application: string; readonly id: string; readonly userId: string },
  refreshToken: RefreshToken,
  roles: readonly Role[],
): Promise<SessionTokens> {
  const { application, id, userId } = session;
  const { token, lifeSeconds } = await accessTokens.issue({ application, sessionId: id, userId, roles });
  return { accessToken: token, tokenType: 'Bearer', expiresIn: lifeSeconds, refreshToken: refreshToken.text };
}

/** Starts a session: its first refresh token is random, and only the hash of it is written. */
export class SignInHandler implements CommandHandler<SignIn> {
  constructor(
    private readonly ports: {
      readonly accounts: Accounts;
      readonly sessions: Sessions;
      readonly roles: Roles;
      readonly refreshTokens: RefreshTokens;
      readonly accessTokens: AccessTokens;
      readonly devices: Devices;
      readonly ids: IdGenerator;
      readonly policy: SessionPolicy;
    },
  ) {}

  async execute({ email, password, userAgent }: SignIn, context: CommandContext): Promise<ResultOf<SignIn>> {
    const proven = await this.ports.accounts.authenticate({ email, password }, context);
    if (!proven.ok) return proven;
    const { account, credentialsVersion } = proven.value;

    const { application } = context;
    const session = { application, id: this.ports.ids.next(), userId: account.id, credentialsVersion };
    const refreshToken = this.ports.refreshTokens.first(session.id);
    const tokens = await sessionTokens(
      this.ports.accessTokens,
      session,
      refreshToken,
      await this.ports.roles.of(session),
    );
    const answer = { sessionId: session.id, tokens, user: account };
    context.repeatable?.recordAnswer(answer, account.id);
    const events = {
      started: sessionStarted(this.ports.ids.next(), session),
      crowdedOut: sessionRevoked('crowded-out'),
    };
    const device = userAgent ? this.ports.devices.of(userAgent) : null;
    await this.ports.sessions.start(
      { ...session, tokenHash: refreshToken.hash, device, network: context.network, ...events },
      this.ports.policy,
      context,
    );
    // Now that the session stands: a change of password from here on finds it, an earlier one is found here.
    const standing = await this.ports.accounts.standingOf(application, account.id);
    if (standing?.state !== 'active' || isOvertaken(session, standing)) {
      await this.ports.sessions.revoke(session, sessionRevoked('overtaken'));
      return err(refusal(standing?.state === 'suspended' ? 'account-suspended' : 'credentials-invalid'));
    }
    return ok(answer);
  }
}
