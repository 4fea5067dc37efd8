import type { UserRecord } from '@gatehouse/registration/contract';
import type { UserMatch, UserSearch, UserViews } from '../../../../libs/registration/application/ports/standing.js';

type Kept = UserRecord & { readonly application: string };

const NEW: Omit<Kept, 'id'> = {
  application: 'shop',
  state: 'active',
  email: null,
  emailVerified: true,
  name: null,
  surname: null,
  phone: null,
  phoneVerified: false,
  locale: null,
  acceptedTerms: null,
  createdAt: '2026-05-01T12:00:00.000Z',
  activatedAt: null,
  suspendedAt: null,
  suspensionReason: null,
};

/** People as administrators read them, the newest first. */
export class InMemoryUsers implements UserViews {
  readonly #users: Kept[] = [];

  add(id: string, changes: Partial<Kept> = {}): UserRecord {
    const { application, ...record } = { ...NEW, id, ...changes };
    this.#users.unshift({ ...record, application });
    return record;
  }

  async search({ createdFrom, createdBefore, ...list }: UserSearch): Promise<UserRecord[]> {
    return this.#page(
      list,
      ({ createdAt }) =>
        (createdFrom === null || createdAt >= createdFrom) && (createdBefore === null || createdAt < createdBefore),
    );
  }

  async matching({ text, ...list }: UserMatch): Promise<UserRecord[]> {
    return this.#page(list, ({ email, name }) => [email, name].some((each) => each?.toLowerCase().includes(text)));
  }

  async ofAddress({ application, canonicalEmail }: Parameters<UserViews['ofAddress']>[0]): Promise<UserRecord[]> {
    const list = { application, state: null, after: null, limit: Number.POSITIVE_INFINITY };
    return this.#page(list, ({ email }) => email?.toLowerCase() === canonicalEmail);
  }

  async byId({ application, userId }: Parameters<UserViews['byId']>[0]): Promise<UserRecord | null> {
    const list = { application, state: null, after: null, limit: 1 };
    return this.#page(list, ({ id }) => id === userId)[0] ?? null;
  }

  #page(
    { application, state, after, limit }: Omit<UserMatch, 'text'>,
    isWanted: (user: Kept) => boolean | undefined,
  ): UserRecord[] {
    const own = this.#users.filter((user) => user.application === application);
    const behind = own.slice(after === null ? 0 : own.findIndex(({ id }) => id === after) + 1);
    const wanted = behind.filter((user) => (state === null || user.state === state) && isWanted(user));
    return wanted.slice(0, limit).map(({ application: _, ...record }) => record);
  }
}
