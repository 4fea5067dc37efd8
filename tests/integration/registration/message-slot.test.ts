import { uuidV7 } from '@gatehouse/platform/ids';
import { Database } from '@gatehouse/platform/postgres';
import fc from 'fast-check';
import { PostgresCodes } from '../../../libs/registration/adapters/postgres/codes/postgres-codes.js';
import { PostgresRegistrations } from '../../../libs/registration/adapters/postgres/sign-up/postgres-registrations.js';
import { latestRetry, retryOnRequest } from '../../../libs/registration/application/codes/issue-code.js';
import { issueAddressCode, issueCode } from '../../../libs/registration/domain/code/code.js';
import { EmailAddress } from '../../../libs/registration/domain/email-address.js';
import { nextMessageSlot } from '../../../libs/registration/domain/message-slot.js';
import { type MessageLimits, standardPolicy } from '../../../libs/registration/domain/policy.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { newRegistration } from '../../support/registration/new-registration.js';
import { beginAt } from '../../support/registration/registration-harness.js';

const CONTEXT = { application: 'default', network: null, requestId: 'test' };
const START = new Date('2026-05-01T12:00:00.000Z');
const NETWORK = '198.51.100.7';
const OWNER = uuidV7.next();
const UNLIMITED = Number.POSITIVE_INFINITY;

const addressOf = (email: string): EmailAddress => {
  const parsed = EmailAddress.parse(email);
  if (!parsed.ok) throw new Error(`${email} is no address`);
  return parsed.value;
};

/** The rule stands twice, in the domain and as the guard of a statement: on any history the two agree. */
describe('message slots in the domain and in SQL', () => {
  let db: TestDatabase;
  let database: Database;
  let registrations: PostgresRegistrations;
  let codes: PostgresCodes;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 2, deadlineMs: 30_000 });
    registrations = new PostgresRegistrations(database);
    codes = new PostgresCodes(database);
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  /** What the statement wrote: when the message may be sent, or null where it was refused. */
  const signUp = async (email: string, network: string | null, limits: MessageLimits): Promise<Date | null> => {
    const subject = newRegistration(email);
    const added = await registrations.add(subject, network, limits);
    const [code] = await db.sql<{ send_after: Date }[]>`
      select send_after from gatehouse.activation_codes where id = ${subject.activation.code.id}`;
    expect(code !== undefined).toBe(added !== null);
    return code?.send_after ?? null;
  };

  const limits = fc.record({
    gapSeconds: fc.integer({ min: 0, max: 90 }),
    perHour: fc.integer({ min: 1, max: 5 }),
    perDay: fc.integer({ min: 1, max: 8 }),
    perNetworkAndHour: fc.integer({ min: 1, max: 8 }),
    perDayAnywhere: fc.integer({ min: 1, max: 8 }),
  });
  const steps = fc.array(
    fc.record({
      // Often at the very edge of the gap and of the windows.
      pause: fc.oneof(
        fc.integer({ min: 0, max: 120_000 }),
        fc.constantFrom(0, 1, 29_999, 30_000, 3_599_999, 3_600_000, 3_600_001, 86_400_000),
        fc.integer({ min: 0, max: 40_000_000 }),
      ),
      kind: fc.constantFrom('sign-up' as const, 'another code' as const, 'reset' as const, 'change' as const),
      email: fc.constantFrom('ada@example.org', 'eve@example.org'),
      network: fc.constantFrom(null, NETWORK),
    }),
    { minLength: 5, maxLength: 30, size: 'max' },
  );

  interface Step {
    readonly pause: number;
    readonly kind: 'sign-up' | 'another code' | 'reset' | 'change';
    readonly email: string;
    readonly network: string | null;
  }

  const resetOf = (email: string, network: string | null, limits: MessageLimits): Promise<boolean> => {
    const born = { id: uuidV7.next(), keyId: 'first', eventId: uuidV7.next() };
    const next = issueAddressCode(born, 'password-reset', email, standardPolicy.codes['password-reset'], 0);
    return codes.issue(
      { application: 'default', recipient: email, network },
      next,
      { ...limits, textsPerDay: null },
      CONTEXT,
    );
  };

  /** A reset goes out at once or is refused, and may overtake what is put off. */
  const playReset = async ({ email, network }: Step, allowed: MessageLimits) => {
    const key = { application: 'default', recipient: email, network };
    const known = await codes.historyOf(key, 'password-reset', standardPolicy.codes['password-reset']);
    const isFree = retryOnRequest(known, allowed, { gapAfter: known.latestOfPurpose }) <= 0;
    if (isFree || network === null) expect(await resetOf(email, network, allowed)).toBe(isFree);
  };

  /** An account's own request: it may take from its reserve, and is refused within the gap. */
  const playChange = async ({ email, network }: Step, allowed: MessageLimits) => {
    const policy = standardPolicy.codes['email-change'];
    const key = { application: 'default', recipient: email, network, reserveOf: OWNER };
    const known = await codes.historyOf(key, 'email-change', policy);
    const isFree = retryOnRequest(known, allowed) <= 0;
    if (!isFree && network !== null) return;
    const born = { id: uuidV7.next(), keyId: 'first', eventId: uuidV7.next() };
    const next = issueCode(born, OWNER, { purpose: 'email-change', target: addressOf(email) }, policy, 0);
    expect(await codes.issue(key, next, { ...allowed, textsPerDay: null }, CONTEXT)).toBe(isFree);
  };

  /** Asks the domain, then the statement, at the same moment. */
  const play = async (step: Step, allowed: MessageLimits) => {
    const { pause, kind, email, network } = step;
    await db.advance(pause);
    if (kind === 'reset') return playReset(step, allowed);
    if (kind === 'change') return playChange(step, allowed);
    const key = { application: 'default', email, network };
    const known = await registrations.historyOf(key, standardPolicy.codes.activation);
    // Whether it may go out `latestRetry` says, by the reserve too; this one when.
    const slot = nextMessageSlot(known.messages, known.now, { ...allowed, perHour: UNLIMITED, perDay: UNLIMITED });
    const sendAfter = latestRetry(known, allowed) === 0 && slot.admitted ? slot.sendAfter : null;
    if (kind === 'sign-up') {
      return expect(await signUp(email, network, allowed)).toEqual(sendAfter);
    }
    const isFreeNow = sendAfter?.getTime() === known.now.getTime();
    // What the domain refuses is never asked for: the statement, which only meets races, would count the network.
    if (!isFreeNow && network !== null) return;
    const recipient = { application: 'default', recipient: email, network };
    expect(await codes.issue(recipient, null, { ...allowed, textsPerDay: null }, CONTEXT)).toBe(isFreeNow);
  };

  it('admit and put off alike', async () => {
    await fc.assert(
      fc.asyncProperty(limits, steps, async (allowed, history) => {
        await beginAt(db, START);
        await db.sql`insert into gatehouse.users (application, id, state, email, email_deliverable, password_hash,
            activated_at, email_verified_at, activated_network)
          values ('default', ${OWNER}, 'active', 'ada@example.org', 'ada@example.org', 'of no password', ${START}, ${START},
            ${NETWORK})`;
        for (const step of history) await play(step, allowed);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('keep no more of the past than the windows need', async () => {
    await beginAt(db, START);
    for (let message = 0; message < 40; message++) {
      await signUp('ada@example.org', NETWORK, standardPolicy.messages);
      await db.advance(5_400_000);
    }
    const rows = await db.sql`select bucket, cardinality(hits) as kept from gatehouse.throttles order by bucket`;
    expect([...rows]).toEqual([
      { bucket: 'messages-by-network', kept: 1 },
      { bucket: 'messages-to-recipient', kept: expect.any(Number) },
      { bucket: 'messages-to-recipient-anywhere', kept: expect.any(Number) },
    ]);
    expect(rows[1]?.['kept']).toBeLessThanOrEqual(standardPolicy.messages.perDay);
    expect(rows[2]?.['kept']).toBeLessThanOrEqual(standardPolicy.messages.perDayAnywhere);
  });
});
