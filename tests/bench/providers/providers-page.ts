import { thisMachine } from '../report/machine.ts';
import { NO_FAULT, type PlayedFault, PROVIDERS, playedFaults } from './faults.ts';
import type { MeasuredFault } from './measure-fault.ts';

/** docs/benchmarks-providers.md: what providers' faults cost, each by itself. */
export function providersPage(measured: readonly MeasuredFault[], postgres: string): string {
  const rows = [NO_FAULT, ...playedFaults('postmark')].flatMap((fault) =>
    measured.filter((one) => one.fault === fault.name).map((one) => rowOf(fault, one)),
  );
  const { processor, cores, memoryGiB, node } = thisMachine(postgres);
  const total = measured.reduce((sum, { messages }) => sum + messages, 0);
  const load = Math.max(...measured.map(({ loadBefore }) => loadBefore ?? 0));
  const sum = (of: (one: MeasuredFault) => number) => measured.reduce((all, one) => all + of(one), 0);
  return `# When providers fail

\`npm run bench -- --only provider-faults\` runs PostgreSQL, API, worker and sandbox as production does, and lets people
sign up over four connections while providers of mails fail in one way at a time: the preferred one, or both for at least
six seconds. Postmark sends whatever it is given; Resend, by our delivery’s id, sends each message once. Each row is a run
of its own with a new worker, so its breakers have everything to learn.

Of ${total.toLocaleString('en')} messages in ${rows.length} runs, **${sum(({ lost }) => lost)} were lost and ${sum(({ dead }) => dead)} were sent with a dead code**. ${sum(({ worked }) => worked)} of
${sum(({ tried }) => tried)} codes that were tried right after a run activated the account.

| who fails | how | messages | came more than once | per 10,000 | most of one | POST to acceptance, p50 (p99) | once the breaker is open |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}

- **came more than once**: messages of which two or more mails were taken, always with the same digits. Most of these are
  the few that find out that the provider fails, and one for each probe: their number grows with the length of the outage,
  not with the number of messages, so the share in 10,000 is that of a run of this length.
- **POST to acceptance**: from the request in the client to the moment at which a provider takes the first mail. *Once the
  breaker is open* counts those who signed up after the event \`provider.opened.v1\`; the goal is a p50 under 400 ms with
  one provider down; a dash says that it did not open, or that nobody came afterwards. Half of the people come when it
  has opened. Where both fail, it includes the wait for the end of the outage.

The bound, and where it comes from, is in [providers.md](providers.md#at-least-once).

Measured on ${[...new Set(measured.map(({ on }) => on))].toSorted().join(', ')}, on ${processor}, ${cores} cores, ${memoryGiB} GiB, Node ${node}, PostgreSQL ${postgres}; load, service and
database share these cores, whose load average was at most ${load.toFixed(1)} before. \`--faults hang,late\` plays these faults alone and \`--messages 100\` changes the number of
messages; the page is made of the last run of each.
`;
}

function rowOf({ says }: PlayedFault, one: MeasuredFault): string {
  const { messages, repeated, most, toAcceptance, afterOpening } = one;
  const [only] = one.failing;
  const who = only === undefined ? 'nobody' : one.failing.length === PROVIDERS.length ? 'both' : `${only}, preferred`;
  const cells = [
    who,
    says,
    messages,
    repeated,
    Math.round((repeated / messages) * 10_000),
    most,
    waits(toAcceptance),
    afterOpening === null ? '–' : waits(afterOpening),
  ];
  return `| ${cells.join(' | ')} |`;
}

const waits = ({ p50, p99 }: { readonly p50: number; readonly p99: number }): string =>
  `${Math.round(p50).toLocaleString('en')} ms (${Math.round(p99).toLocaleString('en')})`;
