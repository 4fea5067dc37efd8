import type { CommandContext } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import type { AccountStanding } from '../../../libs/access/application/ports/accounts.js';
import { GrantRoleHandler } from '../../../libs/access/application/roles/manage-roles.js';
import { GrantRole } from '../../../libs/access/contract/commands/roles.js';

const CONTEXT: CommandContext = { application: 'shop', network: null, requestId: 'test' };
const ACTIVE: AccountStanding = { state: 'active', credentialsVersion: 1, keptSession: null };

describe('granting a role', () => {
  /** Grants it to somebody who stands like this at each look; answers what became of the role. */
  const grant = async (...looks: (AccountStanding | null)[]) => {
    const acts: string[] = [];
    const noted = (act: string) => async () => void acts.push(act);
    const handler = new GrantRoleHandler({
      accounts: { standingOf: async () => looks.shift() ?? null },
      roles: { grant: noted('granted'), revoke: noted('revoked') },
      ids: { next: () => 'event' },
    });
    return { answer: await handler.execute(commandFrom(GrantRole, { userId: 'ada', role: 'support' }), CONTEXT), acts };
  };

  it('is for active accounts', async () => {
    expect(await grant(ACTIVE, ACTIVE)).toEqual({ answer: { ok: true, value: null }, acts: ['granted'] });
    const suspended = await grant({ ...ACTIVE, state: 'suspended' });
    expect(suspended).toMatchObject({ answer: { error: { code: 'user-unknown' } }, acts: [] });
  });

  it('leaves none to somebody who is erased at that moment', async () => {
    const { answer, acts } = await grant(ACTIVE, null);
    expect(answer).toMatchObject({ error: { code: 'user-unknown' } });
    expect(acts).toEqual(['granted', 'revoked']);
  });
});
