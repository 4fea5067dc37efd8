import type { FaultRule } from '@gatehouse/sandbox';
import { type Person, somebody } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { MAIL_ROWS } from '../support/notification/provider-rows.js';
import { codeIn, ServiceHarness } from '../support/service-harness.js';

/** Each in its own words, or before it has taken the mail. */
const FAULTS: readonly FaultRule['behaviour'][] = [
  { type: 'refusal', why: 'outage' },
  { type: 'refusal', why: 'rate' },
  { type: 'refusal', why: 'key' },
  { type: 'reset-before' },
  { type: 'refusal', why: 'quota' },
  { type: 'status', status: 500 },
  { type: 'refusal', why: 'sender' },
  { type: 'refusal', why: 'outage' },
];

/** As many as one deployment may have. */
const GROUPS = [MAIL_ROWS.slice(0, 4), MAIL_ROWS.slice(4)];

const PATIENCE_MS = 60_000;

describe.each(GROUPS.map((rows) => [rows.map(({ name }) => name).join(', '), rows] as const))(
  'mails by %s',
  (_, rows) => {
    const names = rows.map(({ name }) => name);
    let harness: ServiceHarness;

    beforeAll(async () => {
      harness = await ServiceHarness.open({
        environment: (url) => ({
          MAIL_PROVIDERS: names.join(','),
          MAIL_SENDER: 'no-reply@acme.example',
          ...Object.assign({}, ...rows.map(({ at }) => at(url))),
        }),
      });
    });
    afterAll(() => harness.close());

    const faultOf = (provider: string) =>
      FAULTS[MAIL_ROWS.findIndex(({ name }) => name === provider)] as FaultRule['behaviour'];
    const failFor = ({ email: to }: Person, providers: readonly string[]) =>
      harness.sandbox.faults.replace(
        providers.map((provider) => ({ provider, to, times: 1, behaviour: faultOf(provider) })),
      );

    /** Signs up, activates with the code that came, and says who carried it. */
    const carriersFor = async ({ email, password }: Person) => {
      const person = { email, password };
      await harness.api.register(person);
      await eventually('the mail is taken', () => harness.mailsTo(person).length > 0, PATIENCE_MS);
      const [mail] = harness.mailsTo(person);
      const { status } = await harness.api.activate(person, (mail && codeIn(mail)) ?? '');
      expect(status).toBe(200);
      return harness.mailsTo(person).map(({ provider }) => provider);
    };

    it('are carried by the first that works, whichever of those before it fail', async () => {
      // A provider has failed for nobody before its turn comes.
      for (const [place, name] of names.entries()) {
        const person = somebody();
        failFor(person, names.slice(0, place));
        expect(await carriersFor(person)).toEqual([name]);
      }
    });

    it('come once when all of them have failed', async () => {
      const person = somebody();
      failFor(person, names);
      expect(await carriersFor(person)).toHaveLength(1);
    });
  },
);
