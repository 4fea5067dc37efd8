import { type Outcome, violatedIn } from './outcome.ts';
import { faultsOf } from './reliability-page.ts';

/** docs/recovery.md, from a run in which faults came one by one. */
export function recoveryPage(outcome: Outcome): string {
  const { startedAt, command, broker, machine, faults, invariants } = outcome;
  const recoveries = faults.flatMap(({ read, signUp, mail }) => [read, signUp, mail].filter((one) => one !== null));
  const worst = Math.max(...recoveries.map((one) => one.worst));
  const times = faults.reduce((sum, one) => sum + one.times, 0);
  const checked = invariants.reduce((sum, one) => sum + one.checked, 0);
  return `# Recovery

How long after the end of a fault the service works again. \`${command}\` breaks one thing at a time in the deployment that
[Reliability](reliability.md) describes, and the next fault waits until a read, a sign-up and a mail have succeeded after the one
before, so that each time is of one fault alone.

Run on ${startedAt.slice(0, 10)} with nats-server ${broker}, on ${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node
${machine.node}; service, database, brokers, load and checker share these cores. ${times} faults came. Of ${invariants.length} invariants, checked
${checked.toLocaleString('en')} times, ${violatedIn(outcome).length} were violated. The longest recovery took ${worst.toLocaleString('en')} ms; the goal is 5,000.

From the end of a fault until the first success, median / worst in milliseconds. ${faultsOf(outcome)}
`;
}
