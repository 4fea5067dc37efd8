import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { TEST_ENVIRONMENT } from '../../support/api.js';
import { ServiceHarness } from '../../support/service-harness.js';
import { blocksOf, runShell } from '../../support/shell-blocks.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('the shell blocks of README.md', () => {
  let harness: ServiceHarness;
  let folder: string;
  let blocks: string[];

  beforeAll(async () => {
    harness = await ServiceHarness.open();
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-readme-'));
    // They are for the folder of the checkout, where nothing is to be left lying.
    for (const name of await readdir(root)) {
      if (name !== '.git' && name !== '.gatehouse') await symlink(path.join(root, name), path.join(folder, name));
    }
    blocks = blocksOf(await readFile(path.join(root, 'README.md'), 'utf8'));
  });
  afterAll(async () => {
    await harness.close();
    await rm(folder, { recursive: true });
  });

  it('do what they say, as printed and in order, with what a newcomer has', async () => {
    const sandbox = new URL(harness.sandboxUrl);
    const script = blocks
      // The service runs already, and its image is for machines with Docker.
      .filter((block) => !/npm ci|^docker /m.test(block))
      .join('\n')
      .replaceAll('127.0.0.1:3000', `127.0.0.1:${harness.api.port}`)
      .replaceAll('127.0.0.1:3025', sandbox.host);
    const { out, err, code } = await shell(script);
    expect({ code, err, out: code === 0 ? '' : out.slice(-1_000) }).toEqual({
      code: 0,
      out: '',
      err: expect.not.stringMatching(/gatehouse: |command not found|unbound/),
    });
    // Signed up, too early for another code, activated.
    const statuses = [...out.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    expect(statuses).toEqual(['201', '429', '200']);
    expect(out).toContain('"email":"ada@example.com","emailVerified":true');
    expect(out).toContain('"type":"user.activated.v1"');
    expect(harness.mailsTo({ email: 'ada@example.com' })[0]).toMatchObject({ subject: expect.stringMatching(/code/i) });
    expect(script).not.toMatch(/\bjq\b/);
    // A dozen programs are started, each after a look at what is to be built.
  }, 300_000);

  const shell = (script: string) => {
    const providers = { MAIL_BASE_URL: harness.sandboxUrl, SMS_BASE_URL: harness.sandboxUrl };
    const here = { PATH: process.env['PATH'], HOME: folder, DATABASE_URL: harness.db.url };
    return runShell(script, { cwd: folder, env: { ...TEST_ENVIRONMENT, ...providers, ...here } });
  };
});
