import { queryWith } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { REGISTRATION } from '@gatehouse/registration';
import { EraseUser, FindFeedback, FindFeedbackWeeks, GiveFeedback } from '@gatehouse/registration/contract';
import { accepted } from '../../support/access/access-harness.js';
import { OPERATOR } from '../../support/administration.js';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import {
  beginAt,
  type Context,
  type RegistrationHarness,
  setPolicy,
} from '../../support/registration/registration-harness.js';
import { tracesOf } from '../../support/traces.js';

/** A Friday. */
const NOON = new Date('2026-05-01T12:00:00Z');
const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
interface Given {
  readonly token: string;
  readonly ease?: number;
  readonly text?: string | null;
}
const CLOSED = { ok: false, error: { code: 'feedback-closed' } };
const GIVEN = { ok: true, value: null };

describe('feedback', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let people = 0;

  openHarness(async (opened) => {
    ({ db, harness } = opened);
    await setPolicy(db, { askFeedback: true }, 'asking');
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
    await db.sql`truncate gatehouse.feedback`;
  });

  const somebody = () => {
    people += 1;
    return { email: `ada${people}@example.org`, password: 'nine seven lanterns' };
  };
  /** Somebody who has just activated, with the token that the answer holds. */
  async function activated(application = 'asking') {
    const person = somebody();
    const userId = await harness.register(person, { application });
    const code = await harness.deliver(userId, { application });
    const { feedbackToken } = accepted(await harness.activate(person, code, { application }));
    return { userId, token: feedbackToken ?? '' };
  }
  const give = ({ token, ease = 4, text = null }: Given, context: Context = {}) =>
    harness.execute(commandFrom(GiveFeedback, { token, ease, text }), { application: 'asking', ...context });
  const queries = () => harness.container.get(PLATFORM.queryBus);
  const reader = { application: 'asking', requestId: 'test', network: null, administrator: OPERATOR };
  const list = async () => accepted(await queries().ask(queryWith(FindFeedback, {}), reader)).feedback;
  const byWeek = async (weeks: number) =>
    accepted(await queries().ask(queryWith(FindFeedbackWeeks, { weeks }), reader));
  const events = () =>
    db.sql<{ subject: string; data: object }[]>`
      select subject, data from gatehouse.event_log where type = 'feedback.given.v1' order by position`;

  it('is not asked for by default', async () => {
    const { userId, token } = await activated('default');
    expect(token).toBe('');
    const ours = harness.container.get(REGISTRATION.feedbackTokens).of(userId);
    expect(await give({ token: ours }, { application: 'default' })).toMatchObject(CLOSED);
    expect(await db.sql`select 1 from gatehouse.feedback`).toHaveLength(0);
  });

  it('is stored with its event, as one line of text', async () => {
    const { userId, token } = await activated();
    expect(await give({ token, ease: 5, text: ' <b>Fast</b>\n{{1 + 1}} ' })).toEqual(GIVEN);
    const entry = { userId, ease: 5, text: '<b>Fast</b> {{1 + 1}}' };
    expect(await list()).toMatchObject([{ ...entry, givenAt: NOON.toISOString() }]);
    expect(await events()).toEqual([{ subject: userId, data: entry }]);
  });

  it('is given once, however often and at once it is sent', async () => {
    const { token } = await activated();
    const outcomes = await Promise.all([1, 2, 3, 4].map((ease) => give({ token, ease })));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await give({ token })).toMatchObject(CLOSED);
    expect(await list()).toHaveLength(1);
    expect(await events()).toHaveLength(1);
  });

  it('is possible for an hour', async () => {
    const [early, late] = [await activated(), await activated()];
    await db.advance(HOUR - 1_000);
    expect(await give(early)).toEqual(GIVEN);
    await db.advance(1_000);
    expect(await give(late)).toMatchObject(CLOSED);
  });

  it('needs a token of the account’s application that was made for this, and an account that is active', async () => {
    const { userId, token } = await activated();
    const undo = harness.container.get(REGISTRATION.undoTokens).of(userId);
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (const other of [undo, forged, 'A'.repeat(64)]) expect(await give({ token: other })).toMatchObject(CLOSED);
    expect(await give({ token }, { application: 'default' })).toMatchObject(CLOSED);
    await db.sql`update gatehouse.users set state = 'suspended' where id = ${userId}`;
    expect(await give({ token })).toMatchObject(CLOSED);
    expect(await list()).toEqual([]);
  });

  it('is throttled by network, like wrong codes: what was stored costs nothing', async () => {
    const network = '198.51.100.7';
    const fresh = await activated();
    expect(await give(fresh, { network })).toEqual(GIVEN);
    for (let failed = 1; failed <= 30; failed += 1) {
      expect(await give({ token: 'A'.repeat(64) }, { network })).toMatchObject(CLOSED);
    }
    const next = await activated();
    expect(await give(next, { network })).toMatchObject({ error: { code: 'throttled', retryAfterSeconds: 900 } });
    expect(await give(next, { network: '198.51.100.8' })).toEqual(GIVEN);
  });

  it('goes with the person', async () => {
    const { userId, token } = await activated();
    await give({ token, ease: 2, text: 'Kingsborough was here' });
    expect(await tracesOf(db, ['Kingsborough was here'])).toHaveLength(2);
    accepted(await harness.execute(commandFrom(EraseUser, { userId }), { application: 'asking' }));
    expect(await tracesOf(db, ['Kingsborough was here'])).toEqual([]);
    expect(await list()).toEqual([]);
    expect(await events()).toEqual([{ subject: userId, data: { userId, ease: null, text: null } }]);
    expect(await give({ token })).toMatchObject(CLOSED);
  });

  it('is averaged by week, from Monday', async () => {
    for (const eases of [[1], [4, 5], [3, 5, 5]]) {
      for (const ease of eases) await give({ ...(await activated()), ease });
      await db.advance(WEEK);
    }
    await give({ ...(await activated('default')), ease: 1 });
    await db.advance(-WEEK);
    const [may11, may4, april27] = [
      { week: '2026-05-11', answers: 3, averageEase: 4.33 },
      { week: '2026-05-04', answers: 2, averageEase: 4.5 },
      { week: '2026-04-27', answers: 1, averageEase: 1 },
    ];
    expect(await byWeek(12)).toEqual({ total: { answers: 6, averageEase: 3.83 }, weeks: [may11, may4, april27] });
    expect(await byWeek(2)).toEqual({ total: { answers: 5, averageEase: 4.4 }, weeks: [may11, may4] });
    await db.advance(2 * WEEK);
    expect(await byWeek(1)).toEqual({ total: { answers: 0, averageEase: null }, weeks: [] });
  });
});
