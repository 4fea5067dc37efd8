import { ListedCommonPasswords } from '../../../libs/registration/adapters/input-checks/listed-common-passwords.js';
import { acceptPassword } from '../../../libs/registration/domain/password.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';

const common = new ListedCommonPasswords();

describe('the list of common passwords', () => {
  it('knows the 10,000 most common ones, in lower case as they are asked for', () => {
    const known = ['123456', 'password', 'dragon', 'letmein', 'trustno1'];
    expect(known.filter((password) => !common.has(password))).toEqual([]);
    expect(common.has('correct horse battery staple')).toBe(false);
  });

  it.each(['password', 'PASSWORD', 'ｐａｓｓｗｏｒｄ', '12345678', 'iloveyou', 'qwertyuiop', 'sunshine'])(
    'has those that everybody tries first: %s',
    (typed) => {
      expect(acceptPassword(typed, standardPolicy.password, [], (password) => common.has(password))).toEqual({
        ok: false,
        error: 'password-common',
      });
    },
  );
});
