import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { examineBrokerCluster, examineBrokerDisk } from '../../../libs/deployment/doctor/examine-broker.js';

describe('what the doctor says of the broker’s disk', () => {
  let server: Server;
  let url: string;
  let figures: object | null;

  beforeAll(async () => {
    // As NATS answers at its monitoring port (JetStreamConfig, since 2.10).
    server = createServer(({ url: path }, response) => {
      if (path === '/jsz' && figures) response.end(JSON.stringify({ server_id: 'N', config: figures }));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
  });

  it.each([
    ['2.12.1', { sync_interval: 120_000_000_000, sync_always: true }, 'good', 'are on disk'],
    ['2.10.0', { sync_interval: 120_000_000_000 }, 'warn', '120 s later'],
    ['3.0.0', { sync_interval: 10_000_000_000 }, 'warn', '10 s later'],
    ['2.12.1', null, 'warn', 'answers 404'],
    ['2.9.10', { sync_always: true }, 'warn', 'cannot be configured otherwise'],
  ])('of NATS %s that reports %j is %s', async (version, reported, state, words) => {
    figures = reported;
    expect(await examineBrokerDisk(version, url)).toMatchObject({ state, found: expect.stringContaining(words) });
  });

  it('is that it was not looked at, where no address was given', async () => {
    expect(await examineBrokerDisk('2.12.1', null)).toMatchObject({ state: 'off' });
  });

  it('is that nothing answers, where nothing does', async () => {
    expect(await examineBrokerDisk('2.12.1', 'http://127.0.0.1:1')).toMatchObject({ state: 'warn' });
  });
});

describe('what the doctor says of a cluster of brokers', () => {
  it.each(['2.9.10', '2.10.26', '1.4.0'])('of NATS %s is that it can skip messages', (version) => {
    expect(examineBrokerCluster(version, 3)).toMatchObject([
      { state: 'warn', found: expect.stringContaining(version) },
    ]);
  });

  it.each(['2.11.0', '2.15.1', '3.0.0'])('of NATS %s is nothing', (version) => {
    expect(examineBrokerCluster(version, 3)).toEqual([]);
  });

  it('is nothing where each message has one copy', () => {
    expect(examineBrokerCluster('2.9.10', 1)).toEqual([]);
  });
});
