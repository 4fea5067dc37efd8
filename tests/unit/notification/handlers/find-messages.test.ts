import { type QueryContext, queryWith } from '@gatehouse/kernel';
import { FindMessage, FindMessageBacklog, FindMessages, FindMessagesOfAddress } from '@gatehouse/notification/contract';
import {
  FindMessageBacklogHandler,
  FindMessageHandler,
  FindMessagesHandler,
  FindMessagesOfAddressHandler,
  NamedMessages,
} from '../../../../libs/notification/application/messages/find-messages.js';
import { StoppedClock } from '../../../support/access/stopped-clock.js';
import { NotedLookUps } from '../../../support/handlers/noted-look-ups.js';
import { InMemoryMessages, KnownPeople } from '../../../support/notification/in-memory/in-memory-messages.js';

const context: QueryContext = { application: 'shop', network: null, requestId: 'request-1' };

let messages: InMemoryMessages;
let people: KnownPeople;
let lookUps: NotedLookUps;

beforeEach(() => {
  messages = new InMemoryMessages(new StoppedClock(new Date('2026-05-01T12:00:00.000Z')));
  people = new KnownPeople();
  lookUps = new NotedLookUps();
});

const ports = () => ({ messages: new NamedMessages(messages, people), people, lookUps });
const find = (fields: Partial<FindMessages> = {}) =>
  new FindMessagesHandler(ports()).execute(queryWith(FindMessages, fields), context);
const ofAddress = (fields: Partial<FindMessagesOfAddress>) =>
  new FindMessagesOfAddressHandler(ports()).execute(queryWith(FindMessagesOfAddress, fields), context);
const byId = (messageId: string) =>
  new FindMessageHandler(ports()).execute(queryWith(FindMessage, { messageId }), context);

type Page = Awaited<ReturnType<typeof find>>;
const idsOf = (page: Page) => (page.ok ? page.value.messages.map(({ id }) => id) : page.error);

describe('an application’s messages', () => {
  it('come with whom they are for, as long as that is known, the newest first', async () => {
    people.gets('shop', 'ada@example.org', 'code c1');
    people.gets('shop', 'grace@example.org', 'notice n1');
    people.gets('garden', 'eve@example.org', 'code c2');
    messages.add('of a code', { codeId: 'c1' });
    messages.add('of a notice', { noticeId: 'n1' });
    messages.add('of a forgotten code', { codeId: 'c2' });
    messages.add('foreign', { application: 'garden' });
    const page = await find();
    expect(page).toMatchObject({
      ok: true,
      value: {
        messages: [
          { id: 'of a forgotten code', recipient: null },
          { id: 'of a notice', recipient: 'grace@example.org' },
          { id: 'of a code', recipient: 'ada@example.org' },
        ],
        nextAfter: null,
      },
    });
  });

  it('ask for the recipients of their codes and notices alone', async () => {
    messages.add('of nothing');
    messages.add('of a code', { codeId: 'c1' });
    messages.add('of a notice', { noticeId: 'n1' });
    await find();
    expect(people.asked).toEqual({ codeIds: ['c1'], noticeIds: ['n1'] });
  });

  it('name nobody where they are about nothing that is known', async () => {
    people.gets('shop', 'ada@example.org', 'code ');
    messages.add('of nothing');
    expect(await byId('of nothing')).toMatchObject({ ok: true, value: { recipient: null } });
  });

  it.each([
    ['state', { state: 'queued' }, { state: 'queued' }],
    ['channel', { channel: 'sms' }, { channel: 'sms' }],
    ['kind', { template: 'phone-code' }, { template: 'phone-code' }],
    ['earliest time', { createdFrom: '2026-05-01T13:00:00.000Z' }, { createdAt: '2026-05-01T13:00:00.000Z' }],
    ['end', { createdBefore: '2026-05-01T12:00:00.000Z' }, { createdAt: '2026-05-01T11:59:59.999Z' }],
    ['account', { userId: 'ada' }, { userId: 'ada' }],
  ] as const)('can be those of one %s alone', async (_, fields, message) => {
    messages.add('usual', { userId: 'grace' });
    messages.add('meant', message);
    expect(idsOf(await find(fields))).toEqual(['meant']);
  });

  it('are 50 on a page by default, and go on behind it', async () => {
    for (let count = 0; count < 51; count += 1) messages.add(`message-${count}`);
    const first = await find();
    expect(first).toMatchObject({ ok: true, value: { nextAfter: 'message-1' } });
    expect(idsOf(first)).toHaveLength(50);
    expect(idsOf(await find({ after: 'message-1' }))).toEqual(['message-0']);
    expect(idsOf(await find({ limit: 2 }))).toEqual(['message-50', 'message-49']);
  });

  it('are not shown before it is noted whose they are', async () => {
    messages.add('hers', { userId: 'ada' });
    messages.add('nobody’s');
    await find();
    expect(lookUps.noted).toEqual([
      { act: 'messages.looked-up', by: 'list', userIds: [null, 'ada'], application: 'shop' },
    ]);
    lookUps.isBroken = true;
    await expect(find()).rejects.toThrow('audit log');
  });

  it('of one account are noted as asked for by its id, also where there are none', async () => {
    await find({ userId: 'ada' });
    expect(lookUps.noted).toEqual([{ act: 'messages.looked-up', by: 'id', userIds: ['ada'], application: 'shop' }]);
  });
});

describe('the messages of an address', () => {
  it('are those of everybody who has it, and noted as asked for by it', async () => {
    people.owns('shop', 'ada@example.org', 'ada', 'pending-ada');
    messages.add('hers', { userId: 'ada' });
    messages.add('pending', { userId: 'pending-ada' });
    messages.add('another’s', { userId: 'grace' });
    messages.add('nobody’s');
    expect(idsOf(await ofAddress({ email: 'ada@example.org' }))).toEqual(['pending', 'hers']);
    expect(lookUps.noted).toEqual([
      { act: 'messages.looked-up', by: 'address', userIds: ['ada', 'pending-ada'], application: 'shop' },
    ]);
  });

  it('are none where nobody has it', async () => {
    messages.add('nobody’s');
    expect(idsOf(await ofAddress({ email: 'eve@example.org' }))).toEqual([]);
  });

  it('can be those of one state alone', async () => {
    people.owns('shop', 'ada@example.org', 'ada');
    messages.add('sent', { userId: 'ada' });
    messages.add('queued', { userId: 'ada', state: 'queued' });
    expect(idsOf(await ofAddress({ email: 'ada@example.org', state: 'queued' }))).toEqual(['queued']);
  });

  it('are not looked for where it is no address', async () => {
    expect(await ofAddress({ email: 'ada' })).toEqual({
      ok: false,
      error: { code: 'validation-failed', errors: [expect.objectContaining({ pointer: '/email' })] },
    });
    expect(lookUps.noted).toEqual([]);
  });
});

describe('one message', () => {
  it('is shown with whom it is for, and noted', async () => {
    people.gets('shop', 'ada@example.org', 'code c1');
    messages.add('hers', { userId: 'ada', codeId: 'c1' });
    expect(await byId('hers')).toMatchObject({ ok: true, value: { id: 'hers', recipient: 'ada@example.org' } });
    expect(lookUps.noted).toEqual([{ act: 'messages.looked-up', by: 'id', userIds: ['ada'], application: 'shop' }]);
  });

  it('is not found in another application, and then nothing is noted', async () => {
    messages.add('foreign', { application: 'garden' });
    expect(await byId('foreign')).toEqual({ ok: false, error: { code: 'message-unknown' } });
    expect(lookUps.noted).toEqual([]);
  });
});

describe('the backlog of messages', () => {
  it('counts those of the application that wait or were given up', async () => {
    messages.add('queued', { state: 'queued' });
    messages.add('sent');
    messages.addDeadLetter('letter');
    messages.addDeadLetter('foreign', { application: 'garden' });
    const handler = new FindMessageBacklogHandler({ backlogs: messages });
    expect(await handler.execute(new FindMessageBacklog(), context)).toEqual({
      ok: true,
      value: { waiting: 1, oldestWaitingSince: '2026-05-01T12:00:00.000Z', deadLetters: 1, isPartial: false },
    });
  });
});
