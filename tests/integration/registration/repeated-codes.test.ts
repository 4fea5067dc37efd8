import { DispatchActivationCode } from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import {
  beginAt,
  type RegistrationHarness,
  SEND_TIMEOUT_SECONDS,
} from '../../support/registration/registration-harness.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const ADA = { email: 'ada@example.org', password: 'correct horse battery' };
const HOUR = 3_600_000;

/** Its message was given up, and somebody who looks after messages has it tried again. */
describe('a code that is retried', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let userId: string;
  let codeId: string;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(async () => {
    await beginAt(db, START);
    userId = await harness.register(ADA);
    codeId = await harness.latestCode(userId);
    await harness.dispatch(codeId);
    await harness.abandon(codeId, 'deadline-passed');
    await db.advance(HOUR);
  });

  const retry = (id = codeId) =>
    harness.execute(
      Object.assign(new DispatchActivationCode(), {
        codeId: id,
        sendTimeoutSeconds: SEND_TIMEOUT_SECONDS,
        isRetried: true,
      }),
    );
  const over = { ok: false, error: { code: 'code-over' } };

  it('becomes valid again only then', async () => {
    expect(await harness.dispatch(codeId)).toMatchObject(over);
    expect(await retry()).toMatchObject({ ok: true, value: { kind: 'code', number: 1 } });
  });

  it('lives its whole life from when it is accepted, and activates', async () => {
    const dispatched = await retry();
    await db.advance(5_000);
    await harness.start(codeId);
    const [life] = await db.sql`
      select extract(epoch from expires_at - accepted_at)::int as seconds, failed_at, failure
      from gatehouse.activation_codes where id = ${codeId}`;
    expect(life).toEqual({ seconds: 60, failed_at: null, failure: null });
    await db.advance(59_000);
    if (!dispatched.ok || dispatched.value.kind !== 'code') throw new Error('Not dispatched');
    expect(await harness.activate(ADA, dispatched.value.digits)).toMatchObject({
      ok: true,
      value: { state: 'active' },
    });
  });

  it('is over when the person has become active by a later one', async () => {
    await harness.askAgain(ADA.email);
    expect(await harness.activate(ADA, await harness.deliver(userId))).toMatchObject({ ok: true });
    expect(await retry()).toMatchObject(over);
  });

  it('has ended when a later one has followed it, which may be retried instead', async () => {
    await harness.askAgain(ADA.email);
    const later = await harness.latestCode(userId);
    await harness.abandon(later, 'refused');
    expect(await retry()).toMatchObject(over);
    expect(await retry(later)).toMatchObject({ ok: true, value: { kind: 'code', number: 2 } });
  });

  it('is unknown when the registration is gone', async () => {
    await db.sql`delete from gatehouse.users where id = ${userId}`;
    expect(await retry()).toMatchObject({ ok: false, error: { code: 'code-unknown' } });
  });

  it('is the latest that was asked for an address, where it opens an account again', async () => {
    await harness.activate(ADA, await deliveredAnew());
    const reset = async () => {
      await db.advance(HOUR);
      await harness.askReset(ADA.email);
      const [code] = await db.sql<{ id: string }[]>`
        select id from gatehouse.activation_codes where target = ${ADA.email} order by issued_at desc limit 1`;
      await harness.abandon(code?.id ?? '', 'refused');
      return code?.id ?? '';
    };
    const [first, second] = [await reset(), await reset()];
    expect(await retry(first)).toMatchObject(over);
    expect(await retry(second)).toMatchObject({ ok: true, value: { kind: 'code', purpose: 'password-reset' } });
  });

  async function deliveredAnew(): Promise<string> {
    const dispatched = await retry();
    await harness.start(codeId);
    if (!dispatched.ok || dispatched.value.kind !== 'code') throw new Error('Not dispatched');
    return dispatched.value.digits;
  }
});
