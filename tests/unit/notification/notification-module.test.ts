import 'reflect-metadata';
import { InProcessCommandBus } from '@gatehouse/kernel';
import { notificationModule } from '@gatehouse/notification';
import { PLATFORM } from '@gatehouse/platform/container';
import { Metrics } from '@gatehouse/platform/metrics';
import { Container } from 'inversify';

const settings = {
  mail: {
    providers: [
      {
        name: 'sandbox',
        url: 'http://127.0.0.1:3025',
        urlSetting: 'MAIL_BASE_URL',
        share: null,
        apiKey: 'key',
        apiSecret: 'secret',
      },
    ],
    ofApplications: new Map(),
    sender: { email: 'no-reply@acme.example', name: 'Acme' },
  },
  http: { publicUrl: 'https://id.acme.example' },
  sms: {
    providers: [
      {
        name: 'sandbox',
        url: 'http://127.0.0.1:3025',
        urlSetting: 'SMS_BASE_URL',
        share: null,
        accountSid: 'account',
        authToken: 'token',
      },
    ],
    ofApplications: new Map(),
    ceilings: {},
    prices: null,
    sender: 'Acme',
  },
};

const delivery = {
  application: 'acme',
  id: '0197a000-0000-7000-8000-000000000001',
  user_id: '0197a000-0000-7000-8000-000000000003',
  code_id: '0197a000-0000-7000-8000-000000000002',
  notice_id: null,
  channel: 'mail',
  template: null,
  state: 'sending',
  attempts: 1,
  round: 0,
  not_before: new Date(0),
  deadline: new Date(600_000),
  now: new Date(0),
};

function composed(): Container {
  const container = new Container();
  container.bind(PLATFORM.settings).toConstantValue(settings as never);
  container.bind(PLATFORM.ids).toConstantValue({ next: () => delivery.id });
  container.bind(PLATFORM.logger).toConstantValue({} as never);
  container.bind(PLATFORM.metrics).toConstantValue(new Metrics());
  container.bind(PLATFORM.clock).toConstantValue({ now: () => new Date(0) });
  container.bind(PLATFORM.database).toConstantValue({ query: async () => [delivery] } as never);
  container.bind(PLATFORM.jobQueue).toConstantValue({ insert: async () => undefined });
  container
    .bind(PLATFORM.commandBus)
    .toDynamicValue((context) => new InProcessCommandBus(context.getAll(PLATFORM.commands)))
    .inSingletonScope();
  container.bind(PLATFORM.queryBus).toConstantValue({} as never);
  container.load(notificationModule);
  return container;
}

it('the context contributes its command, its job and its subscription', async () => {
  const container = composed();
  expect(container.getAll(PLATFORM.commands).map(({ command }) => command.name)).toEqual([
    'RecordProviderState',
    'DeliverMessage',
  ]);
  expect(container.getAll(PLATFORM.jobs).map(({ queue }) => queue)).toEqual(['deliver-message']);
  expect(container.getAll(PLATFORM.subscriptions).map(({ name }) => name)).toEqual(['messages']);
  await container.unbindAllAsync();
});

it('a handler on the bus reaches other handlers by the same bus', async () => {
  const container = composed();
  const { id: eventId, code_id: codeId, user_id: userId } = delivery;
  const data = { application: 'acme', eventId, codeId, userId, channel: 'mail', sendAfter: new Date(0).toISOString() };
  const attempt = container.get(PLATFORM.jobs).handle({ id: eventId, data });
  await expect(attempt).rejects.toThrow('No handler for DispatchActivationCode');
  await container.unbindAllAsync();
});
