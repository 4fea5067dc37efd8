import type { CommandContext } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import {
  FindRolesHandler,
  GrantRoleHandler,
  RevokeRoleHandler,
} from '../../../libs/access/application/roles/manage-roles.js';
import { GrantRole, RevokeRole } from '../../../libs/access/contract/commands/roles.js';
import { FindRoles } from '../../../libs/access/contract/queries/find-roles.js';
import { AccessStage, SHOP } from '../../support/access/access-stage.js';

const ADMINISTRATOR = { kind: 'key', id: 'key-1', application: 'shop', everywhere: false } as const;
const CALL: CommandContext = { ...SHOP, administrator: ADMINISTRATOR };
const GARDEN: CommandContext = { ...CALL, application: 'garden' };
const DONE = { ok: true, value: null };
const UNKNOWN = { ok: false, error: { code: 'user-unknown' } };

describe('roles', () => {
  let stage: AccessStage;
  beforeEach(() => {
    stage = new AccessStage();
    stage.accounts.set('ada');
  });

  const grant = (context = CALL) =>
    new GrantRoleHandler(stage).execute(commandFrom(GrantRole, { userId: 'ada', role: 'support' }), context);
  const revoke = (context = CALL) =>
    new RevokeRoleHandler(stage).execute(commandFrom(RevokeRole, { userId: 'ada', role: 'support' }), context);
  const held = async (application = 'shop') => {
    const answer = await new FindRolesHandler(stage).execute(new FindRoles(), { ...SHOP, application });
    return answer.ok ? answer.value.roles : answer;
  };
  const data = { userId: 'ada', role: 'support' };

  describe('granting one', () => {
    it('gives it to an active account of the application, with its event and who did it', async () => {
      expect(await grant()).toEqual(DONE);
      expect(await held()).toEqual([{ ...data, grantedAt: stage.clock.now().toISOString() }]);
      expect(stage.roles.events).toEqual([{ id: 'id-1', subject: 'ada', type: 'role.granted.v1', data }]);
      expect(stage.roles.writtenUnder).toEqual([CALL]);
    });

    it('changes nothing when repeated', async () => {
      await grant();
      expect(await grant()).toEqual(DONE);
      expect(stage.roles.events).toHaveLength(1);
    });

    it.each([
      ['suspended', () => stage.accounts.set('ada', { state: 'suspended' })],
      ['pending', () => stage.accounts.set('ada', { state: 'pending' })],
      ['erased', () => stage.accounts.erase('ada')],
    ])('is refused for an account that is %s', async (_name, change) => {
      change();
      expect(await grant()).toEqual(UNKNOWN);
      expect(stage.roles.events).toEqual([]);
    });

    it('is refused for people of another application', async () => {
      expect(await grant(GARDEN)).toEqual(UNKNOWN);
      expect([await held(), await held('garden')]).toEqual([[], []]);
    });

    it('leaves none to somebody who is erased at that moment', async () => {
      stage.accounts.afterNextLook = () => stage.accounts.erase('ada');
      expect(await grant()).toEqual(UNKNOWN);
      expect(await held()).toEqual([]);
      expect(stage.roles.events.at(-1)).toEqual({ id: 'id-2', subject: 'ada', type: 'role.revoked.v1', data });
      expect(stage.roles.writtenUnder).toEqual([CALL, CALL]);
    });

    it('leaves it to somebody who is suspended at that moment, and may come back', async () => {
      stage.accounts.afterNextLook = () => stage.accounts.set('ada', { state: 'suspended' });
      expect(await grant()).toEqual(DONE);
      expect(await held()).toHaveLength(1);
    });
  });

  describe('revoking one', () => {
    it('takes it, with its event and who did it, and ends the sessions whose tokens contain it', async () => {
      stage.roles.given('shop', 'ada', 'support');
      const { id } = await stage.session('ada');
      expect(await revoke()).toEqual(DONE);
      expect(await held()).toEqual([]);
      expect(stage.roles.events).toEqual([{ id: 'id-3', subject: 'ada', type: 'role.revoked.v1', data }]);
      expect(stage.roles.writtenUnder).toEqual([CALL]);
      expect(stage.sessions.events.at(-1)).toEqual({
        type: 'session.revoked.v1',
        data: { sessionId: id, userId: 'ada', reason: 'role-revoked' },
      });
    });

    it('is for suspended people too', async () => {
      stage.roles.given('shop', 'ada', 'support');
      stage.accounts.set('ada', { state: 'suspended' });
      expect(await revoke()).toEqual(DONE);
      expect(await held()).toEqual([]);
    });

    it('changes nothing where the account does not have it', async () => {
      const { id } = await stage.session('ada');
      expect(await revoke()).toEqual(DONE);
      expect(stage.roles.events).toEqual([]);
      expect(stage.sessions.get(id)?.revokedAt).toBeNull();
    });

    it('is refused for people of another application', async () => {
      stage.roles.given('garden', 'ada', 'support');
      expect(await revoke(GARDEN)).toEqual(UNKNOWN);
      expect(await held('garden')).toHaveLength(1);
    });
  });

  it('are listed per application, the latest first', async () => {
    stage.roles.given('shop', 'ada', 'support');
    stage.roles.given('garden', 'eve', 'admin');
    stage.clock.advance(1000);
    stage.roles.given('shop', 'grace', 'admin');
    expect(await held()).toMatchObject([
      { userId: 'grace', role: 'admin' },
      { userId: 'ada', role: 'support' },
    ]);
  });
});
