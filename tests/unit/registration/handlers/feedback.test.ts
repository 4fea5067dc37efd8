import { type CommandContext, queryWith } from '@gatehouse/kernel';
import { type FeedbackEntry, FindFeedback, FindFeedbackWeeks, GiveFeedback } from '@gatehouse/registration/contract';
import {
  FindFeedbackHandler,
  FindFeedbackWeeksHandler,
  GiveFeedbackHandler,
} from '../../../../libs/registration/application/feedback/feedback.js';
import type { FeedbackBox, FeedbackViews } from '../../../../libs/registration/application/ports/feedback.js';
import { CountedIds } from '../../../support/handlers/counted-ids.js';
import { NotedLookUps } from '../../../support/handlers/noted-look-ups.js';
import { NetworkCharges } from '../../../support/registration/in-memory/charges.js';
import { KnownApplications } from '../../../support/registration/in-memory/known-applications.js';

const NETWORK = '203.0.113.7';
const context: CommandContext = { application: 'shop', network: NETWORK, requestId: 'request-1' };
const tokens = {
  of: (userId: string) => `token-of-${userId}`,
  userOf: (token: string) => /^token-of-(.+)$/.exec(token)?.[1] ?? null,
};

/** Takes one answer of each account that has just activated. */
class InMemoryFeedback implements FeedbackBox, FeedbackViews {
  readonly given: unknown[] = [];
  readonly events: unknown[] = [];
  readonly entries: (FeedbackEntry & { readonly application: string })[] = [];
  readonly open = new Set(['ada']);
  isBroken = false;

  async add(...[feedback, withinSeconds, event]: Parameters<FeedbackBox['add']>): Promise<boolean> {
    if (this.isBroken) throw new Error('The database is gone');
    if (!this.open.delete(feedback.userId)) return false;
    this.given.push({ ...feedback, withinSeconds });
    this.events.push(event);
    return true;
  }

  async page({ application, after, limit }: Parameters<FeedbackViews['page']>[0]): Promise<FeedbackEntry[]> {
    const own = this.entries.filter((entry) => entry.application === application).toReversed();
    const from = after === null ? 0 : own.findIndex(({ id }) => id === after) + 1;
    return own.slice(from, from + limit).map(({ application: _, ...entry }) => entry);
  }

  async byWeek({ application, weeks }: Parameters<FeedbackViews['byWeek']>[0]) {
    const none = { answers: 0, averageEase: null };
    const week = Array.from({ length: weeks }, (_, at) => ({ ...none, week: `${application} ${at}` }));
    return { total: none, weeks: week };
  }
}

describe('feedback', () => {
  let applications: KnownApplications;
  let charges: NetworkCharges;
  let box: InMemoryFeedback;

  beforeEach(() => {
    applications = new KnownApplications();
    applications.policy = { ...applications.policy, askFeedback: true };
    charges = new NetworkCharges();
    box = new InMemoryFeedback();
  });

  const give = (fields: Partial<GiveFeedback> = {}) =>
    new GiveFeedbackHandler({ applications, tries: charges, tokens, box, ids: new CountedIds() }).execute(
      Object.assign(new GiveFeedback(), { token: 'token-of-ada', ease: 4 }, fields),
      context,
    );
  const closed = { ok: false, error: { code: 'feedback-closed' } };
  const settled = (network: 'keep' | 'give-back') => [{ email: '', from: NETWORK, network, password: 'keep' }];

  it('of somebody who has just activated is kept with what has happened, and no failure of the network', async () => {
    expect(await give({ text: ' Fine,\nthanks ' })).toEqual({ ok: true, value: null });
    const said = { userId: 'ada', ease: 4, text: 'Fine, thanks' };
    expect(box.given).toEqual([{ id: 'id-1', ...said, withinSeconds: 3_600 }]);
    expect(box.events).toEqual([{ id: 'id-2', subject: 'ada', type: 'feedback.given.v1', data: said }]);
    expect(charges.settled).toEqual(settled('give-back'));
  });

  it('is read from a token with invisible characters in it', async () => {
    expect(await give({ token: 'token-of-\u200bada' })).toEqual({ ok: true, value: null });
  });

  it('is taken once, and a second time is a failure of the network', async () => {
    await give();
    expect(await give()).toEqual(closed);
    expect(box.given).toHaveLength(1);
    expect(charges.settled).toEqual([...settled('give-back'), ...settled('keep')]);
  });

  it('with a token that opens nothing is refused, and a failure of the network', async () => {
    expect(await give({ token: 'guessed' })).toEqual(closed);
    expect(box.given).toEqual([]);
    expect(charges.settled).toEqual(settled('keep'));
  });

  it('is not taken where the application does not ask', async () => {
    applications.policy = { ...applications.policy, askFeedback: false };
    expect(await give()).toEqual(closed);
    expect(box.given).toEqual([]);
    expect(charges.settled).toEqual(settled('keep'));
  });

  it('is not looked at where the network has failed too often', async () => {
    charges.retryAfterSeconds = 60;
    expect(await give()).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 60 } });
    expect(box.given).toEqual([]);
    expect(charges.settled).toEqual([]);
  });

  it('that breaks is no failure of the network', async () => {
    box.isBroken = true;
    await expect(give()).rejects.toThrow('database');
    expect(charges.settled).toEqual(settled('give-back'));
  });
});

describe('an application’s feedback', () => {
  const feedback = new InMemoryFeedback();
  const entry = (at: number) => ({ id: `entry-${at}`, userId: `user-${at}`, ease: 5, text: null, givenAt: 'now' });
  for (let at = 0; at < 51; at += 1) feedback.entries.push({ ...entry(at), application: 'shop' });
  feedback.entries.push({ ...entry(99), application: 'garden' });
  let lookUps: NotedLookUps;
  beforeEach(() => {
    lookUps = new NotedLookUps();
  });
  const find = (fields: Partial<FindFeedback>) =>
    new FindFeedbackHandler({ feedback, lookUps }).execute(queryWith(FindFeedback, fields), context);

  it('comes in pages, the latest first, and it is noted whose was seen', async () => {
    const first = await find({ limit: 2 });
    expect(first).toEqual({ ok: true, value: { feedback: [entry(50), entry(49)], nextAfter: 'entry-49' } });
    expect(await find({ after: 'entry-1' })).toEqual({ ok: true, value: { feedback: [entry(0)], nextAfter: null } });
    expect(lookUps.noted).toEqual([
      { act: 'users.looked-up', by: 'list', userIds: ['user-50', 'user-49'], application: 'shop' },
      { act: 'users.looked-up', by: 'list', userIds: ['user-0'], application: 'shop' },
    ]);
  });

  it('is 50 on a page by default', async () => {
    const page = await find({});
    expect(page.ok && page.value.feedback.length).toBe(50);
    expect(page).toMatchObject({ ok: true, value: { nextAfter: 'entry-1' } });
  });

  it('is counted by week, twelve of them by default', async () => {
    const weeks = async (fields: Partial<FindFeedbackWeeks>) => {
      const handler = new FindFeedbackWeeksHandler({ feedback });
      const found = await handler.execute(queryWith(FindFeedbackWeeks, fields), context);
      return found.ok ? found.value.weeks.map(({ week }) => week) : [];
    };
    expect(await weeks({})).toHaveLength(12);
    expect(await weeks({ weeks: 2 })).toEqual(['shop 0', 'shop 1']);
  });
});
