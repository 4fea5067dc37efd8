import { type CommandContext, err, ok, refusal } from '@gatehouse/kernel';
import type { AccountStanding, Accounts } from '../../../libs/access/application/ports/accounts.js';

interface KnownAccount extends AccountStanding {
  readonly application: string;
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

/** Registration's accounts, as far as sessions need them. Every password is `right` until a test says otherwise. */
export class InMemoryAccounts implements Accounts {
  readonly #accounts = new Map<string, KnownAccount>();
  /** The contexts that passwords were proven under: their networks are what wrong ones are counted by. */
  readonly provenUnder: CommandContext[] = [];
  /** Happens once, after the next look at an account. */
  afterNextLook: (() => void) | undefined;

  /** The account of `<id>@example.org`, changed where there is one. */
  set(id: string, changes: Partial<Omit<KnownAccount, 'id'>> = {}): void {
    const application = changes.application ?? 'shop';
    const fresh: KnownAccount = {
      application,
      id,
      email: `${id}@example.org`,
      password: 'right',
      state: 'active',
      credentialsVersion: 1,
      keptSession: null,
    };
    this.#accounts.set(`${application}/${id}`, {
      ...(this.#accounts.get(`${application}/${id}`) ?? fresh),
      ...changes,
    });
  }

  erase(id: string, application = 'shop'): void {
    this.#accounts.delete(`${application}/${id}`);
  }

  async authenticate({ email, password }: Parameters<Accounts['authenticate']>[0], context: CommandContext) {
    this.provenUnder.push(context);
    const found = [...this.#accounts.values()].find(
      (account) => account.application === context.application && account.email === email,
    );
    this.#lookedAt();
    if (found?.password !== password) return err(refusal('credentials-invalid'));
    if (found.state === 'pending') return err(refusal('activation-required'));
    if (found.state === 'suspended') return err(refusal('account-suspended'));
    const { id, state, credentialsVersion } = found;
    return ok({ account: { id, state }, credentialsVersion });
  }

  async standingOf(application: string, userId: string): Promise<AccountStanding | null> {
    const found = this.#accounts.get(`${application}/${userId}`);
    this.#lookedAt();
    if (!found) return null;
    const { state, credentialsVersion, keptSession } = found;
    return { state, credentialsVersion, keptSession };
  }

  #lookedAt(): void {
    const { afterNextLook } = this;
    this.afterNextLook = undefined;
    afterNextLook?.();
  }
}
