import { FOUND_WITHIN_SECONDS, type Proof } from '../mutations/prove.ts';
import type { FaultFigures, Outcome, Recovery } from './outcome.ts';

/** What runs have found, newest of each kind. */
export interface Kept {
  /** By PostgreSQL's major version. */
  readonly runs?: Readonly<Record<string, Outcome>>;
  /** In which faults came one by one. */
  readonly oneByOne?: Outcome;
  readonly proofs?: readonly Proof[];
}

/** What the page says of the mutations, from its heading to the next one. */
const PROOFS = /(?<=^## Does the checker find anything\?\n)[\s\S]*?(?=^## )/m;

/**
 * docs/reliability.md.
 * @param before the page as it stands: mutations that were proven elsewhere stay as they are
 */
export function reliabilityPage({ runs = {}, proofs = [] }: Kept, before = ''): string {
  const all = Object.values(runs);
  const [first] = all;
  if (!first) throw new Error('No run is kept yet');
  const injuries = sumOf(all, ({ faults }) => sumOf(faults, (one) => one.injuries));
  const violated = sumOf(all, ({ invariants }) => sumOf(invariants, (one) => one.violated));
  return `# Reliability

\`npm run chaos\` starts Gatehouse as production does: two APIs, two workers, PostgreSQL with fsync on, three NATS servers in a
cluster, two mail providers and one for SMS (the sandbox, which speaks their contracts), and a TCP proxy on every link.
People, neighboring services, feed readers and a webhook receiver use it while faults hit one part after the other, in an
order that a seed decides. Everything asked, answered, sent and broken is recorded. When all faults have ended and
everything has come to rest, a checker compares the record with the database, the mails, the webhooks, the feeds and the
broker's stream. What ten times too many sign-ups, slow clients, 10,000 idle connections and 2,000 status streams do is on
[another page](benchmarks-overload.md).

**${number(injuries)} injected faults, ${violated === 0 ? 'no invariant violated' : `${violated} violations`}.** ${first.invariants.length} invariants were checked ${number(sumOf(all, ({ invariants }) => sumOf(invariants, (one) => one.checked)))} times.

## The runs

${table(
  ['', ...all.map(nameOf)],
  [
    ['date', ...all.map(({ startedAt }) => startedAt.slice(0, 10))],
    ['command', ...all.map(({ command }) => `\`${command}\``)],
    ['nats-server', ...all.map(({ broker }) => broker)],
    ['seed', ...all.map(({ seed }) => String(seed))],
    ['duration, with start and check', ...all.map(({ seconds }) => `${Math.round(seconds / 60)} min`)],
    ['lives of people', ...all.map(({ lives }) => number(lives))],
    ['requests', ...all.map(({ load }) => number(sumOf(Object.values(load), ({ asked }) => asked)))],
    [
      'requests without an answer',
      ...all.map(({ load }) => number(sumOf(Object.values(load), (one) => one.unanswered))),
    ],
    ['events in the log', ...all.map(({ events }) => number(events))],
    ['webhook requests', ...all.map(({ webhooks }) => number(webhooks))],
    ['messages', ...all.map(({ doubles }) => number(doubles.messages))],
    ['times that a fault began', ...all.map(({ faults }) => number(sumOf(faults, ({ times }) => times)))],
    ['injected faults', ...all.map(({ faults }) => number(sumOf(faults, (one) => one.injuries)))],
  ],
)}

Machine: ${first.machine.processor}, ${first.machine.cores} cores, ${first.machine.memoryGiB} GiB, ${first.machine.system}, Node ${first.machine.node}. Service, database, brokers and load share
these cores. Passwords are hashed at a hundredth of the production cost, so that the load is not all argon2.
${loadOf(first)}

## Faults by kind

An injected fault is a single injury: a connection that was reset, a call that was refused, a process that was killed.
Recovery is the time from the end of a fault until the first success of a read, of a sign-up, and of a mail that a provider
took: median / worst, in milliseconds. Other faults have begun by then: with several sequences nearly always. From faults that come
one by one [the service recovers sooner](recovery.md).

${all.map(faultsOf).join('\n\n')}
${impossibleOf(all)}
## Invariants

${table(
  ['invariant', 'promised by', 'checked', 'violated'],
  first.invariants.map(({ name, source }) => {
    const same = all.flatMap(({ invariants }) => invariants.filter((one) => one.name === name));
    return [name, source, number(sumOf(same, ({ checked }) => checked)), String(sumOf(same, (one) => one.violated))];
  }),
)}

## What is at least once

Messages: when a provider's answer is lost, nobody knows whether it took the message, so it is sent again with the same digits.
The bound is 16 copies of a code and 23 of a notice; a provider that accepts our id sends one
([ADR 136](adr/0136-unknown-outcomes.md)). Webhooks, the feed and the broker repeat events under the same id.

${table(
  ['', ...all.map(nameOf)],
  [
    ['messages', ...all.map(({ doubles }) => number(doubles.messages))],
    ['came more than once', ...all.map(({ doubles }) => number(doubles.repeated))],
    ['copies beyond the first', ...all.map(({ doubles }) => number(doubles.tooMany))],
    ['most copies of one message', ...all.map(({ doubles }) => number(doubles.most))],
    ['not at rest when the check began', ...all.map(({ unsettled }) => restOf(unsettled))],
  ],
)}

What is not at rest has a time at which it is tried again, and the checker requires that it still has one.

## Does the checker find anything?
${(proofs.length === 0 && PROOFS.exec(before)?.[0]) || chapterOf(proofs)}## Limits

- SIGKILL and an immediate shutdown are no power loss: the kernel still writes what PostgreSQL has handed to it. A device that
  drops unflushed writes needs device-mapper, which the machine of these runs does not have. PostgreSQL runs with fsync on.
- A split loses packets on connections; new connections are accepted by the proxy and hear nothing, instead of waiting for
  an answer to their first packet.
- nats-server does not notice a lost connection to another broker before 2.9.16 ([issue 4014](https://github.com/nats-io/nats-server/issues/4014)),
  while it sends on it. Such connections are reset when a split has ended, so that older versions can be tried as well.
- In a cluster before 2.11, a consumer whose leader changes can skip messages ([6469](https://github.com/nats-io/nats-server/pull/6469),
  [6566](https://github.com/nats-io/nats-server/pull/6566)). With 2.9.10, \`npm run chaos -- --minutes 5 --sequences 4 --seed 2029 --faults
  kill,freeze,rolling,full-disk,broker-kill,broker-freeze\` left an event that the follower was never handed and nine durable
  commands in the stream whose consumer said that nothing was pending; it found nothing with 2.15.1. \`TEST_NATS_SERVER\` names the
  program.
- A broker before 2.10 that is killed within a minute of an erasure may bring back the copies of events that it had deleted (seen with
  nats-server 2.9 on one of three nodes, not with 2.15). They stay until the stream drops them by age. With such versions the checker
  leaves these people out.
- One machine, one clock: only the clocks of processes step, not the database's.
- The APIs are reached without a load balancer; clients choose one at random and try the other.

## Running it

\`\`\`
npm run chaos                                     # 3 minutes, another seed each time
npm run chaos -- --minutes 30 --postgres 15       # Debian's PostgreSQL 15; 18 comes from npm
npm run chaos -- --seed 42 --faults kill,crash    # the same order again, of these kinds only
npm run chaos -- --sequences 3                    # three sequences of faults at once
npm run chaos -- --one-by-one --markdown docs/recovery.md
npm run chaos -- --mutations
npm run chaos -- --minutes 30 --markdown docs/reliability.md
\`\`\`

A violation prints the seed and the lines of the record that it is about. The same seed gives the same faults in the same
order, not the same schedule of processes. \`--keep\` keeps logs and record, which a run with violations does anyway. CI runs two of a minute, with fixed seeds.
`;
}

function loadOf({ load }: Outcome): string {
  const rows = Object.entries(load).map(([op, { asked, done, refused, unanswered }]) => [
    op,
    ...[asked, done, refused, unanswered].map(number),
  ]);
  return `\n${table(['request', 'asked', 'done', 'refused', 'without an answer'], rows)}`;
}

const nameOf = ({ machine, sequences, oneByOne }: Outcome): string => {
  const order = oneByOne ? 'one by one' : sequences === 1 ? 'one sequence' : `${sequences} sequences`;
  return `PostgreSQL ${machine.postgres}, ${order}`;
};

export function faultsOf(outcome: Outcome): string {
  const row = ({ says, counts, times, injuries, read, signUp, mail }: FaultFigures) => [
    says,
    number(times),
    `${number(injuries)} ${counts}`,
    ...[read, signUp, mail].map(recoveryText),
  ];
  const head = ['fault', 'times', 'injected faults', 'read', 'sign-up', 'mail'];
  return `${nameOf(outcome)}:\n\n${table(head, outcome.faults.map(row))}`;
}

function impossibleOf(all: readonly Outcome[]): string {
  const reasons = all.flatMap(({ impossible }) =>
    Object.entries(impossible).map(([name, why]) => `- \`${name}\`: ${why}`),
  );
  return reasons.length === 0 ? '' : `\nNot possible on this machine:\n\n${[...new Set(reasons)].join('\n')}\n`;
}

function chapterOf(proofs: readonly Proof[]): string {
  return `
\`npm run chaos -- --mutations\` breaks a copy of the product in one way after the other, and runs each until an invariant is
violated; each must be found within ${FOUND_WITHIN_SECONDS} s. A mutation whose text is no longer in the source fails.

${proofsOf(proofs)}

`;
}

function proofsOf(proofs: readonly Proof[]): string {
  if (proofs.length === 0) return 'Not run yet.';
  const found = (by: readonly string[]): string =>
    by.length === 0
      ? '**not found**'
      : by.length > 2
        ? `${by.slice(0, 2).join('; ')}; ${by.length - 2} more`
        : by.join('; ');
  return table(
    ['mutation', 'found after', 'by'],
    proofs.map(({ says, seconds, foundBy }) => [says, `${Math.round(seconds)} s`, found(foundBy)]),
  );
}

const recoveryText = (recovery: Recovery | null): string =>
  recovery === null ? '–' : `${number(recovery.median)} / ${number(recovery.worst)}`;

const restOf = (unsettled: Readonly<Record<string, number>>): string =>
  Object.entries(unsettled)
    .map(([what, count]) => `${number(count)} ${what}`)
    .join(', ') || 'nothing';

const number = (value: number): string => Math.round(value).toLocaleString('en');

const sumOf = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((sum, one) => sum + of(one), 0);

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
