import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { KeyRing } from '@gatehouse/platform/config';
import { dataFolder, developmentKeys } from '../../../apps/local/data-folder.js';
import { checkPorts } from '../../../apps/local/local-settings.js';

describe('before the deployment starts', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-before-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('says which port is taken and which setting changes it, and leaves the others free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const wanted = [
      { setting: 'PORT', port: 0 },
      { setting: 'SANDBOX_PORT', port },
    ];
    await expect(checkPorts('127.0.0.1', wanted)).rejects.toThrow(
      `Port ${port} is already taken: set SANDBOX_PORT to another one`,
    );
    other.close();
    await once(other, 'close');
    await checkPorts('127.0.0.1', wanted);
    await checkPorts('127.0.0.1', wanted);
  });

  it('says when two settings name the same port', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    const wanted = [
      { setting: 'PORT', port },
      { setting: 'METRICS_PORT', port },
    ];
    await expect(checkPorts('127.0.0.1', wanted)).rejects.toThrow(`set METRICS_PORT to another one`);
  });

  it('makes the development keys once, also when two starts meet, and for their owner alone', async () => {
    const [first, second] = await Promise.all([developmentKeys(folder), developmentKeys(folder)]);
    expect(second).toEqual(first);
    expect(await developmentKeys(folder)).toEqual(first);
    expect(KeyRing.parse(first.CODE_KEYS).current.id).toBe('development');
    expect(KeyRing.parse(first.TOKEN_KEYS).current.secret).toHaveLength(32);
    expect(first.CODE_KEYS).not.toBe(first.TOKEN_KEYS);
    expect((await stat(path.join(folder, 'keys.env'))).mode & 0o777).toBe(0o600);
  });

  it('says so when the development keys are damaged, and keeps what is there', async () => {
    const file = path.join(folder, 'keys.env');
    await writeFile(file, 'CODE_KEYS=\n');
    await expect(developmentKeys(folder)).rejects.toThrow(`The development keys in ${file} are damaged`);
    expect(await readFile(file, 'utf8')).toBe('CODE_KEYS=\n');
  });

  it('opens its folder to those who walk through, whatever the umask', async () => {
    const umask = process.umask(0o077);
    const harness = await dataFolder(folder).finally(() => process.umask(umask));
    expect((await stat(harness)).mode & 0o777).toBe(0o755);
    await chmod(harness, 0o700);
    await dataFolder(folder);
    expect((await stat(harness)).mode & 0o777).toBe(0o700);
  });

  it('says so when its folder is a file', async () => {
    await writeFile(path.join(folder, '.gatehouse'), '');
    await expect(dataFolder(folder)).rejects.toThrow(/^The data folder .*\.gatehouse cannot be used \(EEXIST\)/);
  });
});
