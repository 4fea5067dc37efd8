import type { FaultRule, Message } from '@gatehouse/sandbox';
import { type Person, somebody } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { ProviderDoor } from '../support/notification/provider-door.js';
import { codeIn, ServiceHarness } from '../support/service-harness.js';

interface Fault {
  readonly what: string;
  readonly behaviour: FaultRule['behaviour'];
  /** It has taken the message, and we do not know: only there may somebody else send it, too. */
  readonly isTaken?: true;
}

const FAULTS: readonly Fault[] = [
  { what: 'says nothing', behaviour: { type: 'hang' } },
  { what: 'takes the mail and says so too late', behaviour: { type: 'delay', ms: 6_000 }, isTaken: true },
  {
    what: 'takes the mail and never ends its answer',
    behaviour: { type: 'slow-body', intervalMs: 60_000 },
    isTaken: true,
  },
  { what: 'takes the mail and drops the connection', behaviour: { type: 'reset-after' }, isTaken: true },
  { what: 'drops the connection', behaviour: { type: 'reset-before' } },
  { what: 'is out of order', behaviour: { type: 'refusal', why: 'outage' } },
  { what: 'has its limit reached', behaviour: { type: 'status', status: 429, retryAfter: 1 } },
  { what: 'answers 200 with something else', behaviour: { type: 'garbage' } },
  { what: 'refuses the key', behaviour: { type: 'refusal', why: 'key' } },
  { what: 'is slow', behaviour: { type: 'delay', ms: 1_500 } },
];

/** Sends every message that it is given; Resend, by our id, each once. */
const FIRST = 'postmark';
const SECOND = 'resend';

/** For a mail that the slowest fault holds back, and the waits until the next attempt. */
const PATIENCE_MS = 60_000;

describe('mails by two providers that fail', () => {
  let harness: ServiceHarness;
  let door: ProviderDoor;

  beforeAll(async () => {
    door = await ProviderDoor.open();
    harness = await ServiceHarness.open({
      environment: (url) => {
        door.leadTo(url);
        return {
          MAIL_PROVIDERS: `${FIRST},${SECOND}`,
          MAIL_SENDER: 'no-reply@acme.example',
          MAIL_POSTMARK_TOKEN: 'token',
          MAIL_POSTMARK_BASE_URL: door.url,
          MAIL_RESEND_API_KEY: 'key',
          MAIL_RESEND_BASE_URL: url,
        };
      },
    });
  });
  afterAll(async () => {
    await harness.close();
    await door.shut();
  });
  beforeEach(async () => {
    harness.sandbox.faults.clear();
    harness.sandbox.store.clear();
    // The next worker's breakers know nothing.
    await harness.stopWorker();
    await harness.db.sql`delete from gatehouse.provider_reports`;
    await harness.startWorker();
  });

  /** Signs up, and activates with what came, as soon as it is sent. */
  const signUpAndActivate = async ({ email, password }: Person) => {
    const person = { email, password };
    const userId = await harness.api.register(person);
    await eventually(
      'the mail is sent',
      async () => harness.mailsTo(person).length > 0 && (await harness.delivery(userId)) === 'sent',
      PATIENCE_MS,
    );
    const code = codeIn(harness.mailsTo(person).at(-1) as Message) ?? '';
    return (await harness.api.activate(person, code)).status;
  };
  /** Providers hold nothing back any more that somebody may still get. */
  const untilNothingIsHeld = () =>
    eventually(
      'every call has come to its end',
      () => {
        const { received, accepted, refused } = harness.sandbox.counts.read().mail;
        return received === accepted + refused;
      },
      PATIENCE_MS,
    );
  const deadOf = async (mails: readonly Message[]) => {
    const rows = await harness.db.sql<{ id: string; expires_at: Date }[]>`
      select delivery.id, code.expires_at from gatehouse.deliveries as delivery
      join gatehouse.activation_codes as code on code.application = delivery.application and code.id = delivery.code_id`;
    const ends = new Map(rows.map(({ id, expires_at }) => [id, expires_at.getTime()]));
    return mails.filter(({ customId, receivedAt }) => (ends.get(customId ?? '') ?? 0) <= Date.parse(receivedAt));
  };

  it('are all sent with a code that works, and more than once only where an answer was lost', async () => {
    const people = FAULTS.flatMap((fault) =>
      [[FIRST], [SECOND], [FIRST, SECOND]].map((providers) => ({ ...somebody(), fault, providers })),
    );
    harness.sandbox.faults.replace(
      people.flatMap(({ email: to, providers, fault: { behaviour } }) =>
        providers.map((provider) => ({ provider, to, times: 1, behaviour })),
      ),
    );
    expect(await Promise.all(people.map(signUpAndActivate))).toEqual(people.map(() => 200));
    await untilNothingIsHeld();

    for (const person of people) {
      const { fault, providers } = person;
      const mails = harness.mailsTo(person);
      const told = `${providers.join(' and ')} ${fault.what}`;
      const most = fault.isTaken && providers.includes(FIRST) ? 2 : 1;
      expect([told, mails.length <= most]).toEqual([told, true]);
      expect([told, mails.filter(({ provider }) => provider === SECOND).length <= 1]).toEqual([told, true]);
      expect([told, new Set(mails.map(codeIn)).size]).toEqual([told, 1]);
      expect(await deadOf(mails)).toEqual([]);
    }
  });

  it('are each sent once when both are out of order, as soon as they are not', async () => {
    const people = Array.from({ length: 8 }, somebody);
    harness.sandbox.faults.replace([{ times: 'always', behaviour: { type: 'refusal', why: 'outage' } }]);
    const activated = Promise.all(people.map(signUpAndActivate));
    await eventually(
      'each mail was tried',
      async () => {
        const rows = await harness.db.sql`select 1 from gatehouse.deliveries where state <> 'sent' and attempts > 1`;
        return rows.length >= people.length;
      },
      PATIENCE_MS,
    );
    harness.sandbox.faults.clear();
    expect(await activated).toEqual(people.map(() => 200));
    expect(people.map((person) => harness.mailsTo(person).length)).toEqual(people.map(() => 1));
  });

  it('are each sent once, by the second, when the first refuses connections', async () => {
    await door.shut();
    const people = Array.from({ length: 8 }, somebody);
    try {
      expect(await Promise.all(people.map(signUpAndActivate))).toEqual(people.map(() => 200));
    } finally {
      await door.reopen();
    }
    const providersOf = (person: Person) => harness.mailsTo(person).map(({ provider }) => provider);
    expect(people.map(providersOf)).toEqual(people.map(() => [SECOND]));
  });
});
