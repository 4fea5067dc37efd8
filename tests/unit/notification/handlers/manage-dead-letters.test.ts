import type { CommandContext } from '@gatehouse/kernel';
import { DropMessage, DropMessages, RetryMessage, RetryMessages } from '@gatehouse/notification/contract';
import {
  DropMessageHandler,
  DropMessagesHandler,
  RetryMessageHandler,
  RetryMessagesHandler,
} from '../../../../libs/notification/application/messages/manage-dead-letters.js';
import { StoppedClock } from '../../../support/access/stopped-clock.js';
import { InMemoryMessages } from '../../../support/notification/in-memory/in-memory-messages.js';

const NOON = '2026-05-01T12:00:00.000Z';
const context: CommandContext = { application: 'shop', network: null, requestId: 'request-1' };

let messages: InMemoryMessages;

beforeEach(() => {
  messages = new InMemoryMessages(new StoppedClock(new Date(NOON)));
});

const retry = (messageId: string) =>
  new RetryMessageHandler({ deadLetters: messages }).execute(Object.assign(new RetryMessage(), { messageId }), context);
const drop = (messageId: string) =>
  new DropMessageHandler({ deadLetters: messages }).execute(Object.assign(new DropMessage(), { messageId }), context);
const retryAll = (fields: Partial<RetryMessages> = {}) =>
  new RetryMessagesHandler({ deadLetters: messages }).execute(Object.assign(new RetryMessages(), fields), context);
const dropAll = (fields: Partial<DropMessages> = {}) =>
  new DropMessagesHandler({ deadLetters: messages }).execute(Object.assign(new DropMessages(), fields), context);

describe('a dead letter that is tried again', () => {
  it('waits to be sent at once, and has as much time as a new message with a code', async () => {
    messages.addDeadLetter('letter', { codeId: 'code', userId: 'ada' });
    expect(await retry('letter')).toEqual({ ok: true, value: null });
    expect(messages.get('letter')).toMatchObject({
      state: 'queued',
      retries: 1,
      notBefore: NOON,
      deadline: '2026-05-01T12:10:00.000Z',
    });
  });

  it('has a day where it is a notice', async () => {
    messages.addDeadLetter('letter', { noticeId: 'notice' });
    await retry('letter');
    expect(messages.get('letter')?.deadline).toBe('2026-05-02T12:00:00.000Z');
  });

  it('is known to everybody who follows', async () => {
    messages.addDeadLetter('letter', { userId: 'ada' });
    await retry('letter');
    expect(messages.events).toEqual([{ type: 'message.retried.v1', subject: 'ada' }]);
  });
});

describe('a dead letter that is dropped', () => {
  it('stays as a failed message, and is no dead letter any more', async () => {
    messages.addDeadLetter('letter');
    expect(await drop('letter')).toEqual({ ok: true, value: null });
    expect(messages.get('letter')).toMatchObject({ state: 'failed', deadLetter: false, droppedAt: NOON });
    expect(messages.events).toEqual([]);
  });
});

describe.each([
  ['trying it again', (id: string) => retry(id)],
  ['dropping it', (id: string) => drop(id)],
])('%s', (_, handle) => {
  it('is refused where the message is no dead letter, and changes nothing', async () => {
    const before = messages.add('sent');
    expect(await handle('sent')).toEqual({ ok: false, error: { code: 'message-not-dead' } });
    expect(messages.get('sent')).toEqual(before);
  });

  it('is refused the second time', async () => {
    messages.addDeadLetter('letter');
    await handle('letter');
    expect(await handle('letter')).toEqual({ ok: false, error: { code: 'message-not-dead' } });
  });

  it('is refused where there is no such message, or only in another application', async () => {
    const before = messages.addDeadLetter('foreign', { application: 'garden' });
    expect(await handle('nothing')).toEqual({ ok: false, error: { code: 'message-unknown' } });
    expect(await handle('foreign')).toEqual({ ok: false, error: { code: 'message-unknown' } });
    expect(messages.get('foreign', 'garden')).toEqual(before);
  });
});

describe.each([
  ['trying dead letters again', (fields?: Partial<RetryMessages>) => retryAll(fields), { state: 'queued' }],
  ['dropping dead letters', (fields?: Partial<DropMessages>) => dropAll(fields), { droppedAt: NOON }],
] as const)('%s', (_, handle, handled) => {
  const handledIds = (...ids: readonly string[]) =>
    ids.filter((id) => {
      const message = messages.get(id);
      return (
        message?.deadLetter === false &&
        Object.entries(handled).every(([name, value]) => value === Reflect.get(message, name))
      );
    });

  it('means all of them by default, and no other message', async () => {
    messages.addDeadLetter('one');
    messages.addDeadLetter('two', { channel: 'sms', template: 'phone-code', failure: 'deadline-passed' });
    messages.add('sent');
    messages.addDeadLetter('foreign', { application: 'garden' });
    expect(await handle()).toEqual({ ok: true, value: { count: 2, more: false } });
    expect(handledIds('one', 'two', 'sent')).toEqual(['one', 'two']);
    expect(messages.get('foreign', 'garden')).toMatchObject({ state: 'failed', deadLetter: true });
  });

  it('takes the newest first, as many as asked for, and says that more are left', async () => {
    for (const id of ['one', 'two', 'three']) messages.addDeadLetter(id);
    expect(await handle({ limit: 2 })).toEqual({ ok: true, value: { count: 2, more: true } });
    expect(handledIds('one', 'two', 'three')).toEqual(['two', 'three']);
    expect(await handle({ limit: 2 })).toEqual({ ok: true, value: { count: 1, more: false } });
  });

  it('takes a hundred at once by default', async () => {
    for (let count = 0; count < 101; count += 1) messages.addDeadLetter(`letter-${count}`);
    expect(await handle()).toEqual({ ok: true, value: { count: 100, more: true } });
  });

  it.each([
    ['channel', { channel: 'sms' }, { channel: 'sms' }],
    ['kind', { template: 'phone-code' }, { template: 'phone-code' }],
    ['failure', { failure: 'deadline-passed' }, { failure: 'deadline-passed' }],
    ['earliest time', { createdFrom: '2026-05-01T13:00:00.000Z' }, { createdAt: '2026-05-01T13:00:00.000Z' }],
    ['end', { createdBefore: NOON }, { createdAt: '2026-05-01T11:59:59.999Z' }],
  ] as const)('can mean those of one %s alone', async (_name, fields, message) => {
    messages.addDeadLetter('usual');
    messages.addDeadLetter('meant', message);
    expect(await handle(fields)).toEqual({ ok: true, value: { count: 1, more: false } });
    expect(handledIds('usual', 'meant')).toEqual(['meant']);
  });
});
