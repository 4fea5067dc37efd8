import { createSandbox } from '@gatehouse/sandbox';

describe('reports to a service', () => {
  const sandbox = createSandbox();
  let url: string;

  beforeAll(async () => {
    url = await sandbox.listen(0);
  });
  afterAll(() => sandbox.close());

  const call = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${url}${path}`, { method, body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  };
  const configure = (providers: object) => call('PUT', '/api/reports', { url: 'http://127.0.0.1:1', providers });

  it.each([
    ['sendgrid', 'no key'],
    ['ses', 'no identity'],
    ['ses', '{}'],
  ])('are refused for %s with the secret "%s", which signs nothing', async (provider, secret) => {
    expect(await configure({ [provider]: { secret } })).toMatchObject({
      status: 400,
      body: { code: 'report-invalid', detail: expect.stringContaining(provider) },
    });
    expect(sandbox.reports.settings).toBeNull();
  });

  it('are refused for a provider that reports nothing', async () => {
    expect(await configure({ smtp: { secret: 'secret' } })).toMatchObject({ status: 400 });
  });

  it('are shown as they were set', async () => {
    const settings = { url: 'http://127.0.0.1:1', providers: { postmark: { secret: 'secret' } }, delivered: false };
    expect(await call('PUT', '/api/reports', settings)).toEqual({ status: 200, body: settings });
    expect(await (await fetch(`${url}/api/reports`)).json()).toEqual(settings);
  });
});
