import 'reflect-metadata';
import { readSettings } from '@gatehouse/platform/config';
import { createLogger, type Logger } from '@gatehouse/platform/logging';
import { Broker } from '@gatehouse/platform/nats';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { somebody, TEST_ENVIRONMENT } from '../support/api.js';
import { NatsServer } from '../support/broker/nats-server.js';
import { eventually } from '../support/eventually.js';
import { ServiceHarness } from '../support/service-harness.js';
import { ServiceProcess } from '../support/service-process.js';

const REFUSED = 'The broker refused a request';

/** May neither make streams nor answer commands: what operators get who gave the service too few rights. */
const CONFIGURATION = `
  authorization {
    users: [{
      user: gatehouse, password: shared,
      permissions: { publish: { deny: ["$JS.>"] }, subscribe: { deny: ["$SRV.>", "gatehouse.>"] } }
    }]
  }`;

describe('a broker that refuses', () => {
  let server: NatsServer;
  let url: string;

  beforeAll(async () => {
    server = await NatsServer.start({ configuration: CONFIGURATION });
    url = server.url.replace('//', '//gatehouse:shared@');
  });
  afterAll(() => server.close());

  const logger = (lines: string[]): Logger =>
    createLogger({ environment: 'test', logLevel: 'warn' }, 'tests', { write: (line) => lines.push(line) });
  const refusals = (lines: readonly string[]) => lines.filter((line) => line.includes(REFUSED)).length;

  it('ends nothing by it: the rest is asked for, whether the broker is there already or comes later', async () => {
    const { nats } = readSettings({ ...TEST_ENVIRONMENT, DATABASE_URL: 'postgres://127.0.0.1/none', NATS_URL: url });
    if (!nats) throw new Error('No settings of a broker');
    const lines: string[] = [];
    const broker = new Broker(nats, 'tests', logger(lines));
    const refused = async (connection: NatsConnection) => {
      await jetstreamManager(connection);
    };
    const greeted = Promise.withResolvers<void>();
    broker.onConnected(refused);
    broker.onConnected(() => greeted.resolve());
    broker.open();
    try {
      await greeted.promise;
      const told = refusals(lines);
      expect(told).toBeGreaterThan(0);
      broker.onConnected(refused);
      await eventually('the later one is told too', () => refusals(lines) > told);
      expect(broker.isUp).toBe(true);
      await broker.connection.flush();
    } finally {
      await broker.close();
    }
  });

  it('keeps nobody from signing up', async () => {
    const lines: string[] = [];
    const service = await ServiceHarness.open({ environment: { NATS_URL: url }, logger: logger(lines) });
    try {
      await eventually('it is said', () => refusals(lines) > 0);
      const person = somebody();
      await service.api.register(person);
      await service.mailTo(person);
    } finally {
      await service.close();
    }
  });

  it.each(['api', 'worker'] as const)('leaves a process running that is the %s', async (program) => {
    const service = await ServiceHarness.open();
    try {
      const running = await ServiceProcess.start(program, {
        DATABASE_URL: service.db.url,
        MAIL_BASE_URL: service.sandboxUrl,
        NATS_URL: url,
        LOG_LEVEL: 'warn',
      });
      await eventually('it is said', () => running.said(REFUSED));
      expect(await running.stop()).toBe(0);
    } finally {
      await service.close();
    }
  });
});
