import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { announcement } from '../../../apps/local/announcement.js';
import { firstAdministrator } from '../../../apps/local/first-administrator.js';

describe('the first administrator of a development database', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-administrator-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const announced = (administrator: Awaited<ReturnType<typeof firstAdministrator>>) => {
    const api = 'http://127.0.0.1:3000';
    const others = { api, inbox: null, database: null, metrics: [], folder, seconds: 3 };
    return stripVTControlCharacters(announcement({ ...others, administrator }));
  };

  it('is made once, with a password that is shown once and stored nowhere', async () => {
    const made: string[] = [];
    const create = async (email: string, password: string) => {
      made.push(`${email} ${password}`);
      return true;
    };
    const first = await firstAdministrator(folder, create);
    const second = await firstAdministrator(folder, create);
    expect(made).toEqual([`${first?.email} ${first?.password}`]);
    expect(first?.password).toMatch(/^[\w-]{16}$/);
    expect(second).toEqual({ email: first?.email, password: null });

    const { password = '', email = '' } = { password: first?.password ?? '', email: first?.email ?? '' };
    expect(announced(first)).toContain(`/console  sign in as ${email} with ${password} (shown only now)`);
    expect(announced(second)).toContain(`/console  sign in as ${email}\n`);
    for (const file of await readdir(folder)) {
      expect(await readFile(path.join(folder, file), 'utf8')).not.toContain(password);
    }
  });

  it('is not made, and not named, where the database has an administrator', async () => {
    const create = async () => false;
    expect([await firstAdministrator(folder, create), await firstAdministrator(folder, create)]).toEqual([null, null]);
    expect(announced(null)).toContain('http://127.0.0.1:3000/console\n');
  });

  it('is tried again where it failed', async () => {
    const fail = () => Promise.reject(new Error('no database'));
    await expect(firstAdministrator(folder, fail)).rejects.toThrow('no database');
    expect(await firstAdministrator(folder, async () => true)).toMatchObject({ email: 'admin@example.com' });
  });
});
