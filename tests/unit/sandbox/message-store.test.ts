import { findCode, type Message, MessageStore } from '../../../apps/sandbox/messages/message-store.js';

const aMessage = (id: string, changes: Partial<Message> = {}): Message => ({
  id,
  channel: 'mail',
  provider: 'mailjet',
  from: 'no-reply@acme.example',
  fromName: null,
  to: 'ada@example.com',
  toName: null,
  subject: null,
  text: 'x',
  html: null,
  customId: null,
  headers: {},
  receivedAt: '2026-03-01T10:00:00.000Z',
  ...changes,
});

const idsIn = (store: MessageStore, query = {}) => store.list({ limit: 100, ...query }).map(({ id }) => id);

describe('the message store', () => {
  it('lists the newest first', () => {
    const store = new MessageStore({ messages: 10, characters: 100 });
    for (const id of ['1', '2', '3']) store.add(aMessage(id));

    expect(idsIn(store)).toEqual(['3', '2', '1']);
    expect(idsIn(store, { limit: 2 })).toEqual(['3', '2']);
  });

  it('finds a recipient whole, without regard to case, and by a part', () => {
    const store = new MessageStore({ messages: 10, characters: 100 });
    store.add(aMessage('1', { to: 'Ada@example.com' }));
    store.add(aMessage('2', { to: 'ada@example.com.au' }));
    store.add(aMessage('3', { to: '+33612345678', channel: 'sms' }));

    expect(idsIn(store, { to: 'ADA@EXAMPLE.COM' })).toEqual(['1']);
    expect(idsIn(store, { search: 'ADA@' })).toEqual(['2', '1']);
    expect(idsIn(store, { channel: 'sms' })).toEqual(['3']);
  });

  it('lets the oldest go when it holds as many messages as it may', () => {
    const store = new MessageStore({ messages: 3, characters: 100 });
    for (const id of ['1', '2', '3', '4', '5']) store.add(aMessage(id, { to: `${Number(id) % 2}@example.com` }));

    expect(idsIn(store)).toEqual(['5', '4', '3']);
    expect(idsIn(store, { to: '1@example.com' })).toEqual(['5', '3']);
    expect(idsIn(store, { to: '0@example.com' })).toEqual(['4']);
    expect(store.find('2')).toBeUndefined();
    expect(store.size).toBe(3);
  });

  it('lets the oldest go when it holds as many characters as it may', () => {
    const store = new MessageStore({ messages: 100, characters: 10 });
    store.add(aMessage('1', { text: 'x'.repeat(4) }));
    store.add(aMessage('2', { text: 'x'.repeat(4) }));
    store.add(aMessage('3', { text: null, subject: 'xx', html: 'x'.repeat(3) }));

    expect(idsIn(store)).toEqual(['3', '2']);
  });

  it('keeps a message that is larger than everything it may hold, alone', () => {
    const store = new MessageStore({ messages: 100, characters: 10 });
    store.add(aMessage('1'));
    store.add(aMessage('2', { text: 'x'.repeat(11) }));

    expect(idsIn(store)).toEqual(['2']);
  });

  it('is as good as new after it was cleared', () => {
    const store = new MessageStore({ messages: 3, characters: 100 });
    for (const id of ['1', '2', '3', '4']) store.add(aMessage(id));
    store.clear();
    expect(idsIn(store)).toEqual([]);
    expect(idsIn(store, { to: 'ada@example.com' })).toEqual([]);

    store.add(aMessage('5'));
    expect(idsIn(store)).toEqual(['5']);
  });

  it('notifies its listeners of changes until they unsubscribe', () => {
    const store = new MessageStore({ messages: 3, characters: 100 });
    const heard: string[] = [];
    const unsubscribe = store.subscribe((change) => heard.push(change.type));
    store.add(aMessage('1'));
    store.clear();
    unsubscribe();
    store.add(aMessage('2'));

    expect(heard).toEqual(['added', 'cleared']);
  });
});

describe('the code of a message', () => {
  it.each([
    ['alone on a line', 'Hello,\n\n0042\n\nBye', '0042'],
    ['alone on a line that ends as in a mail', 'Hello,\r\n0042\r\nBye', '0042'],
    ['between spaces', 'Hello\n  482913  \n', '482913'],
    ['as the whole text', '12345678', '12345678'],
  ])('is the number %s', (_where, text, code) => {
    expect(findCode(text)).toBe(code);
  });

  it.each([
    ['a number in a sentence', 'Your order 12345 is ready'],
    ['a number of 3 digits', 'Hello\n123\n'],
    ['a number of 11 digits', 'Hello\n12345678901\n'],
    ['nothing', ''],
  ])('is not %s', (_what, text) => {
    expect(findCode(text)).toBeNull();
  });

  it('is none without a text', () => {
    expect(findCode(null)).toBeNull();
  });
});
