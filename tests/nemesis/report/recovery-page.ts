import { RECOVERY_MS } from '../nemesis/nemesis.ts';
import { type Outcome, violatedIn } from './outcome.ts';
import { faultsOf, table } from './reliability-page.ts';

/** What each recovery is to stay under, in milliseconds. */
const GOAL_MS = 5_000;
const SLOW_MS = 1_000;

/** docs/recovery.md, from a run in which faults came one by one. */
export function recoveryPage(outcome: Outcome): string {
  const { startedAt, command, broker, machine, faults, invariants } = outcome;
  const times = faults.reduce((sum, one) => sum + one.times, 0);
  const checked = invariants.reduce((sum, one) => sum + one.checked, 0);
  const recoveries = faults.flatMap(({ read, signUp, mail }) => [read, signUp, mail]);
  const worst = Math.max(0, ...recoveries.map((one) => one?.worst ?? 0));
  const unseen = faults.reduce((sum, one) => sum + one.unseen, 0);
  const missing = 3 * (times - unseen) - recoveries.reduce((sum, one) => sum + (one?.times ?? 0), 0);
  return `# Recovery

How long after the end of a fault the service works again. One thing at a time is broken in the deployment that
[Reliability](reliability.md) describes:

\`\`\`
${command}
\`\`\`

The next fault waits until a read, a sign-up and a mail have succeeded after the one before, or ${RECOVERY_MS / 1_000} s have passed, so that each time
below that is of one fault alone.

Run on ${startedAt.slice(0, 10)} with nats-server ${broker}, on ${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system},
Node ${machine.node}; service, database, brokers, load and checker share these cores. ${times} faults came. Of
${invariants.length} invariants, checked ${checked.toLocaleString('en')} times, ${violatedIn(outcome).length} were violated. The longest recovery took ${worst.toLocaleString('en')} ms; the goal
is ${GOAL_MS.toLocaleString('en')}. ${missing === 0 ? 'After each fault all three succeeded.' : `${missing} times nothing succeeded until the run ended.`}${unseen === 0 ? '' : ` Of ${unseen} that ended after the people had stopped, nothing is known.`}

From the end of a fault until the first success, median / worst in milliseconds. ${faultsOf(outcome)}
${slowest(outcome)}`;
}

/** Those that took longer than {@link SLOW_MS}, the longest first, with what was broken. */
function slowest({ faults }: Outcome): string {
  const slow = faults
    .flatMap(({ says, read, signUp, mail }) =>
      Object.entries({ read, 'sign-up': signUp, mail }).map(([what, of]) => ({ says, what, of })),
    )
    .filter(({ of }) => (of?.worst ?? 0) > SLOW_MS)
    .sort((one, other) => (other.of?.worst ?? 0) - (one.of?.worst ?? 0));
  if (slow.length === 0) return '';
  const rows = slow.map(({ says, what, of }) => [
    says,
    of?.worstTarget ?? '',
    what,
    `${of?.worst.toLocaleString('en')} ms`,
  ]);
  return `
The longest of each kind, where it is over a second, and between or at which parts the fault was:

${table(['fault', 'where', 'recovered', 'after'], rows)}
`;
}
