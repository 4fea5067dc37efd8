import { ApiHarness, otherThan, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('metrics', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const scrape = async (): Promise<string> => (await fetch(api.metricsUrl)).text();
  const valueIn = (text: string, series: string): number =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')
        .at(-1) ?? Number.NaN,
    );

  it('count sign-ups and activations, refusals by their codes, hashes and HTTP times', async () => {
    const ada = somebody();
    const code = await api.deliver(await api.register(ada));
    await api.activate(ada, otherThan(code));
    await api.activate(ada, code);
    await api.http.get('/v1/users/01a1fd8e-eb10-75a1-8d47-61bb163bd468/activation');
    await api.http.get(`/nowhere/${ada.email}`);
    const text = await scrape();
    expect({
      signUps: valueIn(text, 'gatehouse_commands_total{command="RegisterUser",outcome="ok"}'),
      activations: valueIn(text, 'gatehouse_commands_total{command="ActivateUser",outcome="ok"}'),
      wrongCodes: valueIn(text, 'gatehouse_commands_total{command="ActivateUser",outcome="code-invalid"}'),
      signUpHashes: valueIn(text, 'gatehouse_hash_seconds_count{purpose="sign-up"}'),
      activationHashes: valueIn(text, 'gatehouse_hash_seconds_count{purpose="activation"}'),
      hashesWaiting: valueIn(text, 'gatehouse_hashes_waiting'),
      created: valueIn(text, 'gatehouse_http_request_seconds_count{method="POST",route="/v1/users",status="201"}'),
      notFound: valueIn(
        text,
        'gatehouse_http_request_seconds_count{method="GET",route="/v1/users/:id/activation",status="404"}',
      ),
      nowhere: valueIn(text, 'gatehouse_http_request_seconds_count{method="GET",route="unmatched",status="404"}'),
    }).toEqual({
      signUps: 1,
      activations: 1,
      wrongCodes: 1,
      signUpHashes: 1,
      activationHashes: 2,
      hashesWaiting: 0,
      created: 1,
      notFound: 1,
      nowhere: 1,
    });
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  it('name no address, no id and no path that a caller made up', async () => {
    const ada = somebody();
    const userId = await api.activated(ada);
    await api.http.get(`/${ada.email}`);
    await api.http.get(`/v1/users/${userId}/activation`);
    const text = await scrape();
    expect(text).not.toContain(ada.email);
    expect(text).not.toContain(userId);
  });

  it('stand on a port of their own, in Prometheus’ text format, and nothing else does', async () => {
    expect((await fetch(api.metricsUrl)).headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect((await api.http.get('/metrics')).status).toBe(404);
    expect((await fetch(new URL('/v1/users', api.metricsUrl), { method: 'POST' })).status).toBe(404);
  });
});
