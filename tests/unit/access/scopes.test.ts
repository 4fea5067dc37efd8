import { KEY_SCOPES, SCOPES } from '@gatehouse/kernel';
import { revokeRole, roleGranted, scopesOf } from '../../../libs/access/domain/role/role.js';

describe('roles', () => {
  it('allow a user their own account, and nothing else', () => {
    expect(scopesOf(['user'])).toEqual(['account']);
  });

  it('let support read and send once more, but neither change anything nor see keys and the log that watches it', () => {
    const scopes = scopesOf(['user', 'support']);
    expect(scopes).toEqual([
      'account',
      'applications:read',
      'users:read',
      'messages:read',
      'codes:send',
      'messages:retry',
      'statistics:read',
      'webhooks:read',
    ]);
  });

  it('let support into an own account by that role alone', () => {
    expect(scopesOf(['support'])).toContain('account');
  });

  it('let an admin do everything', () => {
    expect(scopesOf(['user', 'admin'])).toEqual(SCOPES);
  });

  it.each([['root'], ['constructor'], ['__proto__'], ['toString'], ['']])(
    'that are unknown allow nothing: %j',
    (role) => {
      expect(scopesOf([role])).toEqual([]);
    },
  );
});

describe('a role', () => {
  it('that is granted is told of its user', () => {
    expect(roleGranted('event-1', 'ada', 'support')).toEqual({
      id: 'event-1',
      subject: 'ada',
      type: 'role.granted.v1',
      data: { userId: 'ada', role: 'support' },
    });
  });

  it('that is taken is told of its user, and ends their sessions for this reason', () => {
    expect(revokeRole('event-1', 'ada', 'admin')).toEqual({
      userId: 'ada',
      role: 'admin',
      event: { id: 'event-1', subject: 'ada', type: 'role.revoked.v1', data: { userId: 'ada', role: 'admin' } },
      sessions: expect.objectContaining({ type: 'session.revoked.v1', data: { reason: 'role-revoked' } }),
    });
  });
});

it('a key does what an admin does, but has no account and gives no roles', () => {
  expect(SCOPES.filter((scope) => !KEY_SCOPES.some((each) => each === scope))).toEqual(['account', 'roles:write']);
});
