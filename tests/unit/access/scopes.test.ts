import { KEY_SCOPES, SCOPES } from '@gatehouse/kernel';
import { scopesOf } from '../../../libs/access/domain/role/role.js';

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

it('a key does what an admin does, but has no account and gives no roles', () => {
  expect(SCOPES.filter((scope) => !KEY_SCOPES.some((each) => each === scope))).toEqual(['account', 'roles:write']);
});
