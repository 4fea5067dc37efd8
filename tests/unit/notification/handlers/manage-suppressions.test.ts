import { type CommandContext, queryWith } from '@gatehouse/kernel';
import { FindSuppressionOfRecipient, FindSuppressions, RemoveSuppression } from '@gatehouse/notification/contract';
import {
  FindSuppressionOfRecipientHandler,
  FindSuppressionsHandler,
  RemoveSuppressionHandler,
} from '../../../../libs/notification/application/suppressions/manage-suppressions.js';
import { NotedLookUps } from '../../../support/handlers/noted-look-ups.js';
import { InMemorySuppressions } from '../../../support/notification/in-memory/in-memory-suppressions.js';

const context: CommandContext = { application: 'shop', network: null, requestId: 'request-1' };
const ADA = { email: 'ada@example.org' };

let list: InMemorySuppressions;
let lookUps: NotedLookUps;

beforeEach(() => {
  list = new InMemorySuppressions();
  lookUps = new NotedLookUps();
});

const find = (fields: Partial<FindSuppressions> = {}) =>
  new FindSuppressionsHandler({ list, lookUps }).execute(queryWith(FindSuppressions, fields), context);
const ofRecipient = (recipient: string) =>
  new FindSuppressionOfRecipientHandler({ list, lookUps }).execute(
    queryWith(FindSuppressionOfRecipient, { recipient }),
    context,
  );
const remove = (suppressionId: string) =>
  new RemoveSuppressionHandler({ list }).execute(Object.assign(new RemoveSuppression(), { suppressionId }), context);

describe('the recipients that nothing is sent to', () => {
  it('are the application’s, the newest first, and noted', async () => {
    const old = list.add('old', ADA, { userId: 'ada' });
    const young = list.add('young', { phone: '+33612345678' });
    list.add('foreign', ADA, { application: 'garden' });
    expect(await find()).toEqual({ ok: true, value: { suppressions: [young, old], nextAfter: null } });
    expect(lookUps.noted).toEqual([
      { act: 'messages.looked-up', by: 'list', userIds: [null, 'ada'], application: 'shop' },
    ]);
  });

  it('are 50 on a page by default, and go on behind it', async () => {
    for (let count = 0; count < 51; count += 1) list.add(`entry-${count}`, { email: `${count}@example.org` });
    const page = await find();
    expect(page.ok && page.value.suppressions.length).toBe(50);
    expect(page).toMatchObject({ ok: true, value: { nextAfter: 'entry-1' } });
    expect(await find({ after: 'entry-1' })).toMatchObject({
      ok: true,
      value: { suppressions: [{ id: 'entry-0' }], nextAfter: null },
    });
    expect(await find({ limit: 1 })).toMatchObject({ ok: true, value: { nextAfter: 'entry-50' } });
  });

  it('are not shown where that cannot be noted', async () => {
    lookUps.isBroken = true;
    await expect(find()).rejects.toThrow('audit log');
    await expect(ofRecipient(ADA.email)).rejects.toThrow('audit log');
  });
});

describe('one recipient', () => {
  it.each([
    ['an address', ADA, 'ada@example.org'],
    ['a phone', { phone: '+33612345678' }, '+33612345678'],
  ])('is found by %s, and noted', async (_, recipient, typed) => {
    const entry = list.add('entry', recipient, { userId: 'ada' });
    list.add('another', { email: 'grace@example.org' });
    expect(await ofRecipient(typed)).toEqual({ ok: true, value: { suppressions: [entry], nextAfter: null } });
    expect(lookUps.noted).toEqual([
      { act: 'messages.looked-up', by: 'address', userIds: ['ada'], application: 'shop' },
    ]);
  });

  it('that messages go to is none of the list, and somebody has looked all the same', async () => {
    list.add('foreign', ADA, { application: 'garden' });
    expect(await ofRecipient('ada@example.org')).toEqual({ ok: true, value: { suppressions: [], nextAfter: null } });
    expect(lookUps.noted).toEqual([{ act: 'messages.looked-up', by: 'address', userIds: [], application: 'shop' }]);
  });
});

describe('taking a recipient off the list', () => {
  it('lets messages go there again', async () => {
    list.add('entry', ADA);
    list.add('other', { email: 'grace@example.org' });
    expect(await remove('entry')).toEqual({ ok: true, value: null });
    expect(list.ids()).toEqual(['other']);
  });

  it('is refused where the application has no such entry', async () => {
    list.add('foreign', ADA, { application: 'garden' });
    expect(await remove('foreign')).toEqual({ ok: false, error: { code: 'suppression-unknown' } });
    expect(list.ids('garden')).toEqual(['foreign']);
  });
});
