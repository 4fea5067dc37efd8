import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { SignIn } from '../../contract/commands/sign-in.js';
import type { SessionPolicy } from '../../domain/session/session-policy.js';
import type { AccessTokens } from '../ports/access-tokens.js';
import type { Accounts } from '../ports/accounts.js';
import type { RefreshTokens } from '../ports/refresh-tokens.js';
import type { Sessions } from '../ports/sessions.js';
import { sessionTokens } from './session-tokens.js';

/** Starts a session: its first refresh token is random, and only the hash of it is written. */
export class SignInHandler implements CommandHandler<SignIn> {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
    private readonly ids: IdGenerator,
    private readonly policy: SessionPolicy,
  ) {}

  async execute({ email, password }: SignIn, context: CommandContext): Promise<ResultOf<SignIn>> {
    const account = await this.accounts.authenticate({ email, password }, context);
    if (!account.ok) return account;
    if (account.value.state !== 'active') return err(refusal('activation-required'));

    const session = { application: context.application, id: this.ids.next(), userId: account.value.id };
    const refreshToken = this.refreshTokens.first(session.id);
    await this.sessions.start({ ...session, tokenHash: refreshToken.hash }, this.policy);
    const tokens = await sessionTokens(this.accessTokens, session, refreshToken);
    return ok({ sessionId: session.id, tokens, user: account.value });
  }
}
