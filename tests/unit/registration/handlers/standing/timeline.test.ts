import { type QueryContext, queryWith } from '@gatehouse/kernel';
import { type EventMessages, FindCodesOfUser, FindTimeline, type UserCode } from '@gatehouse/registration/contract';
import type { CodeViews, Timelines } from '../../../../../libs/registration/application/ports/standing.js';
import { FindCodesOfUserHandler } from '../../../../../libs/registration/application/standing/find-codes-of-user.js';
import { FindTimelineHandler } from '../../../../../libs/registration/application/standing/find-timeline.js';
import { NotedLookUps } from '../../../../support/handlers/noted-look-ups.js';
import { InMemoryUsers } from '../../../../support/registration/in-memory/in-memory-users.js';

const context: QueryContext = { application: 'shop', network: null, requestId: 'request-1' };
const unknown = { ok: false, error: { code: 'user-unknown' } };
const eventAt = (at: number) => ({
  position: `place-${at}`,
  at: 'now',
  type: 'user.registered.v1',
  data: {},
  eventId: `event-${at}`,
});
const MAIL = {
  channel: 'mail',
  template: 'activation-code',
  state: 'sent',
  attempts: 1,
  provider: 'mailjet',
  lastAnswer: null,
  sentAt: null,
  failedAt: null,
  deliveredAt: null,
  bouncedAt: null,
  bounceReason: null,
} as const;

/** 51 events of everybody in the shop, the latest first; the first of them has caused a mail. */
const timelines: Timelines = {
  page: async ({ after, limit }) => {
    const all = Array.from({ length: 51 }, (_, at) => eventAt(50 - at));
    return all.slice(after === null ? 0 : all.findIndex(({ position }) => position === after) + 1).slice(0, limit);
  },
};
const messages: EventMessages = {
  of: async ({ application, eventIds }) =>
    new Map(application === 'shop' && eventIds.includes('event-0') ? [['event-0', MAIL]] : []),
};
const CODE: UserCode = {
  id: 'code',
  purpose: 'activation',
  channel: 'mail',
  number: 1,
  digits: 4,
  state: 'valid',
  issuedAt: 'now',
  sentAt: null,
  expiresAt: null,
  triesLeft: 3,
};
const codes: CodeViews = {
  of: async ({ application, limit }) => (application === 'shop' ? Array(limit).fill(CODE) : []),
};

let users: InMemoryUsers;
let lookUps: NotedLookUps;

beforeEach(() => {
  users = new InMemoryUsers();
  users.add('ada');
  users.add('eve', { application: 'garden' });
  lookUps = new NotedLookUps();
});

const find = (fields: Partial<FindTimeline>) =>
  new FindTimelineHandler({ users, timelines, messages, lookUps }).execute(
    queryWith(FindTimeline, { userId: 'ada', ...fields }),
    context,
  );
const codesOf = (userId: string) =>
  new FindCodesOfUserHandler({ users, codes, lookUps }).execute(queryWith(FindCodesOfUser, { userId }), context);

describe('what happened to a person', () => {
  it('comes in pages, with the mails that it caused, and it is noted who looked', async () => {
    const { eventId: _, ...entry } = eventAt(1);
    const { eventId: __, ...first } = eventAt(0);
    expect(await find({ after: 'place-2' })).toEqual({
      ok: true,
      value: {
        entries: [
          { ...entry, message: null },
          { ...first, message: MAIL },
        ],
        nextAfter: null,
      },
    });
    expect(lookUps.noted).toEqual([{ act: 'users.looked-up', by: 'timeline', userIds: ['ada'], application: 'shop' }]);
  });

  it('is 50 events on a page by default', async () => {
    const page = await find({});
    expect(page.ok && page.value.entries.length).toBe(50);
    expect(page).toMatchObject({ ok: true, value: { nextAfter: 'place-1' } });
    expect(await find({ limit: 1 })).toMatchObject({ ok: true, value: { nextAfter: 'place-50' } });
  });

  it('is not shown where that cannot be noted', async () => {
    lookUps.isBroken = true;
    await expect(find({})).rejects.toThrow('audit log');
  });

  it('is nothing where there is no such person in the application', async () => {
    expect(await find({ userId: 'nobody' })).toEqual(unknown);
    expect(await find({ userId: 'eve' })).toEqual(unknown);
    expect(lookUps.noted).toEqual([]);
  });
});

describe('a person’s codes', () => {
  it('are shown, the latest 50, and it is noted who looked', async () => {
    const found = await codesOf('ada');
    expect(found).toEqual({ ok: true, value: { codes: Array(50).fill(CODE) } });
    expect(lookUps.noted).toEqual([{ act: 'users.looked-up', by: 'id', userIds: ['ada'], application: 'shop' }]);
  });

  it('are none of the application’s where the person is not', async () => {
    expect(await codesOf('eve')).toEqual(unknown);
    expect(lookUps.noted).toEqual([]);
  });
});
