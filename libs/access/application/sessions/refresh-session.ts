import {
  type CommandContext,
  type CommandHandler,
  type Err,
  err,
  type Ok,
  ok,
  type ResultOf,
  refusal,
  type Stale,
  untilSettled,
} from '@gatehouse/kernel';
import type { RefreshSession } from '../../contract/commands/sessions.js';
import type { AccessRefusal } from '../../contract/refusals.js';
import {
  isOvertaken,
  judgeRefresh,
  type Session,
  type SessionPolicy,
  sessionRevoked,
} from '../../domain/session/session.js';
import type { Accounts } from '../ports/accounts.js';
import type { Roles } from '../ports/roles.js';
import type { Sessions } from '../ports/sessions.js';
import type { AccessTokens, ReadRefreshToken, RefreshToken, RefreshTokens } from '../ports/tokens.js';
import { sessionTokens } from './sign-in.js';

type Refused = Err<AccessRefusal<'refresh-token-invalid' | 'account-suspended'>>;

/** Exchanges a refresh token for its successor. */
export class RefreshSessionHandler implements CommandHandler<RefreshSession> {
  constructor(
    private readonly ports: {
      readonly accounts: Accounts;
      readonly sessions: Sessions;
      readonly roles: Roles;
      readonly refreshTokens: RefreshTokens;
      readonly accessTokens: AccessTokens;
      readonly policy: SessionPolicy;
    },
  ) {}

  async execute({ refreshToken }: RefreshSession, { application }: CommandContext): Promise<ResultOf<RefreshSession>> {
    const token = this.ports.refreshTokens.read(refreshToken);
    if (!token) return invalid;
    return untilSettled(async () => {
      const found = await this.ports.sessions.find({ application, id: token.sessionId });
      if (!found) return invalid;
      const next = await this.#exchange(application, token, found);
      if (next === 'stale' || !next.ok) return next;
      const session = { application, ...found.session };
      return ok(await sessionTokens(this.ports.accessTokens, session, next.value, await this.ports.roles.of(session)));
    });
  }

  /** The loser of a race finds, at its next attempt, the token that the winner got, and gets it too. */
  async #exchange(
    application: string,
    token: ReadRefreshToken,
    { session, now }: { readonly session: Session; readonly now: Date },
  ): Promise<Ok<RefreshToken> | Refused | Stale> {
    const verdict = judgeRefresh(session, token, this.ports.policy, now);
    const key = { application, id: session.id, userId: session.userId };
    if (verdict.kind === 'reused') await this.ports.sessions.revoke(key, sessionRevoked('token-reused'));
    if (verdict.kind === 'reused' || verdict.kind === 'worthless') return invalid;

    const account = await this.ports.accounts.standingOf(application, session.userId);
    if (account?.state === 'suspended') return err(refusal('account-suspended'));
    if (account?.state !== 'active') return invalid;
    if (isOvertaken(session, account)) {
      await this.ports.sessions.revoke(key, sessionRevoked('overtaken'));
      return invalid;
    }

    if (verdict.kind === 'repeat') {
      const known = this.ports.refreshTokens.knownSuccessor(token, session.tokenHash);
      return known ? ok(known) : invalid;
    }
    const next = this.ports.refreshTokens.successor(token);
    const hashes = { presented: token.hash, next: next.hash };
    return (await this.ports.sessions.rotate(key, hashes, verdict.expiresAt)) ? ok(next) : 'stale';
  }
}

const invalid = err(refusal('refresh-token-invalid'));
