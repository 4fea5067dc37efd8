import { createSandbox, type FaultRule } from '@gatehouse/sandbox';

describe('a provider that is asked for its account, which sends nothing', () => {
  const sandbox = createSandbox();
  let url: string;

  beforeAll(async () => {
    url = await sandbox.listen(0);
  });
  afterAll(() => sandbox.close());

  const statusUnder = async (behaviour: FaultRule['behaviour'], rule: Partial<FaultRule> = {}): Promise<number> => {
    sandbox.faults.replace([{ provider: 'postmark', times: 1, behaviour, ...rule }]);
    const headers = { 'x-postmark-server-token': 'token' };
    return (await fetch(`${url}/server`, { headers }).catch(() => ({ status: 0 }))).status;
  };

  it.each<[number, FaultRule['behaviour']]>([
    [503, { type: 'refusal', why: 'outage' }],
    [401, { type: 'refusal', why: 'key' }],
    [429, { type: 'status', status: 429 }],
    [0, { type: 'reset-before' }],
    [0, { type: 'reset-after' }],
    [200, { type: 'refusal', why: 'sender' }],
    [200, { type: 'refusal', why: 'recipient' }],
    [200, { type: 'refusal', why: 'rate' }],
  ])('answers %d under %j, as far as that is about the provider', async (status, behaviour) => {
    expect(await statusUnder(behaviour)).toBe(status);
  });

  it('uses no rule up, and is not meant by one about a recipient or about others', async () => {
    const outage = { type: 'refusal', why: 'outage' } as const;
    await statusUnder(outage);
    expect(sandbox.faults.rules).toHaveLength(1);
    expect(await statusUnder(outage, { to: 'ada@example.com' })).toBe(200);
    expect(await statusUnder(outage, { provider: 'mailjet' })).toBe(200);
  });
});
