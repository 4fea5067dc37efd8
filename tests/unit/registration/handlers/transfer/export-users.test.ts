import { type QueryContext, queryWith } from '@gatehouse/kernel';
import { type ExportedUser, ExportUsers } from '@gatehouse/registration/contract';
import type { UserExports } from '../../../../../libs/registration/application/ports/transfer.js';
import { ExportUsersHandler } from '../../../../../libs/registration/application/transfer/export-users.js';

const context: QueryContext = { application: 'shop', network: null, requestId: 'request-1' };
const userAt = (at: number): ExportedUser => ({
  id: String(at).padStart(4, '0'),
  state: 'active',
  email: 'ada@example.org',
  emailVerified: true,
  name: null,
  surname: null,
  phone: null,
  phoneVerified: false,
  hobbies: [],
  birthDate: null,
  locale: null,
  acceptedTerms: null,
  createdAt: 'then',
  activatedAt: null,
  suspendedAt: null,
});

/** The people of the shop, in the order of their ids; and that somebody takes them away. */
class InMemoryExports implements UserExports {
  readonly users: ExportedUser[] = [];
  readonly noted: string[] = [];
  isBroken = false;

  async note({ application }: QueryContext): Promise<void> {
    if (this.isBroken) throw new Error('The audit log cannot be written');
    this.noted.push(application);
  }

  async page({ application, after, limit }: Parameters<UserExports['page']>[0]): Promise<ExportedUser[]> {
    if (application !== 'shop') return [];
    return this.users.filter(({ id }) => after === null || id > after).slice(0, limit);
  }
}

describe('everybody who has an account', () => {
  let exports: InMemoryExports;
  beforeEach(() => {
    exports = new InMemoryExports();
  });
  const page = async (after?: string) => {
    const found = await new ExportUsersHandler({ exports }).execute(queryWith(ExportUsers, { after }), context);
    if (!found.ok) throw new Error(found.error.code);
    return found.value;
  };

  it('is handed out 500 at a time, and it is noted once who takes them away', async () => {
    for (let at = 0; at < 501; at += 1) exports.users.push(userAt(at));
    const first = await page();
    expect(first.users).toHaveLength(500);
    expect(first.nextAfter).toBe('0499');
    expect(await page('0499')).toEqual({ users: [userAt(500)], nextAfter: null });
    expect(exports.noted).toEqual(['shop']);
  });

  it('is on one page where there are 500', async () => {
    for (let at = 0; at < 500; at += 1) exports.users.push(userAt(at));
    expect((await page()).nextAfter).toBeNull();
  });

  it('is not handed out where that cannot be noted', async () => {
    exports.isBroken = true;
    await expect(page()).rejects.toThrow('audit log');
  });
});
