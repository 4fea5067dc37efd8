import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TEST_ENVIRONMENT } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { svg } from '../../support/images.js';
import { runGatehouse } from '../../support/run-gatehouse.js';

describe('gatehouse applications', () => {
  let db: TestDatabase;

  // Of each test's own: the slugs of an earlier try are taken.
  beforeEach(async () => {
    db = await createTestDatabase();
  });
  afterEach(() => db.drop());

  const run = (args: readonly string[], input?: string) =>
    runGatehouse(args, { ...TEST_ENVIRONMENT, DATABASE_URL: db.url }, tmpdir(), input);
  const json = async <T>(args: readonly string[], input?: string): Promise<T> => {
    const { code, out, err } = await run([...args, '--json'], input);
    if (code !== 0) throw new Error(err);
    return JSON.parse(out) as T;
  };

  it('sets and removes the logo of an application', async () => {
    await json(['applications', 'create', 'branded', '--name', 'Branded']);
    const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-logo-'));
    const logo = path.join(folder, 'logo.svg');
    await writeFile(logo, svg('<script/><path d="M0 0h9"/>'));
    const saved = await run(['applications', 'logo', 'branded', logo]);
    expect(saved).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^image\/svg\+xml at \/a\/branded\/logo\/\w+\n/),
    });
    expect(saved.out).toContain('Removed from it: script');
    await writeFile(logo, 'a logo');
    expect(await run(['applications', 'logo', 'branded', logo])).toMatchObject({
      code: 1,
      err: expect.stringContaining('PNG, WebP or SVG'),
    });
    expect(await run(['applications', 'logo', 'branded'])).toMatchObject({ code: 1 });
    expect(await json(['applications', 'logo', 'branded', '--remove'])).toEqual({ logo: null });
    await rm(folder, { recursive: true });
  });

  it('grants applications what they may set by themselves', async () => {
    await json(['applications', 'create', 'granted', '--name', 'Granted', '--sender-email', 'a@first.example']);
    const lists = ['--sender', 'a@first.example', 'second.example', '--link-origin', 'https://second.example'];
    const ceilings = '{"sms": {"perDay": 2000}, "messages": {"perDay": 3}}';
    expect(await json(['applications', 'grant', 'granted', ...lists, '--ceilings', '-'], ceilings)).toMatchObject({
      grants: {
        senders: ['a@first.example', 'second.example'],
        linkOrigins: ['https://second.example'],
        redirectOrigins: [],
        sms: { perDay: 2_000 },
        messages: { perDay: 3, perHour: 5 },
      },
    });
    expect(await run(['applications', 'grant', 'granted', '--sender', 'second.example'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('sender/email: Must be within the grant senders: second.example'),
    });
  });

  it('grants and chooses providers', async () => {
    await json(['applications', 'create', 'routed', '--name', 'Routed']);
    expect(await json(['applications', 'grant', 'routed', '--mail-provider', 'sandbox'])).toMatchObject({
      grants: { providers: { mail: ['sandbox'], sms: [] } },
    });
    expect(await json(['applications', 'change', 'routed', '--mail-provider', 'sandbox:5'])).toMatchObject({
      policy: { providers: { mail: ['sandbox:5'] } },
    });
    expect(await run(['applications', 'change', 'routed', '--mail-provider', 'carrier-pigeon'])).toMatchObject({
      code: 1,
    });
  });

  it('keeps what a file says of the providers that the command line does not name', async () => {
    await json(['applications', 'create', 'filed', '--name', 'Filed']);
    const mail = ['--mail-provider', 'sandbox'];
    const grants = '{"providers": {"sms": ["*"]}}';
    expect(await json(['applications', 'grant', 'filed', '--ceilings', '-', ...mail], grants)).toMatchObject({
      grants: { providers: { mail: ['sandbox'], sms: ['*'] } },
    });
    const settings = '{"policy": {"providers": {"sms": ["sandbox"]}}}';
    expect(await json(['applications', 'change', 'filed', '--settings', '-', ...mail], settings)).toMatchObject({
      policy: { providers: { mail: ['sandbox'], sms: ['sandbox'] } },
    });
  });
});
