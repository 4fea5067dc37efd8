import type { Evidence } from '../../nemesis/checker/evidence.js';
import { Verdict } from '../../nemesis/checker/invariant.js';
import { INVARIANTS_OF_EVENTS } from '../../nemesis/checker/invariants/events.js';

const [ANN, BOB] = ['ann', 'bob'];
/** Of Ann, who is erased, and of Bob, who stays. */
const LOG = [
  { id: 'a1', subject: ANN, type: 'user.registered.v1' },
  { id: 'a2', subject: ANN, type: 'user.password-changed.v1' },
  { id: 'a3', subject: ANN, type: 'user.erased.v1' },
  { id: 'b1', subject: BOB, type: 'user.registered.v1' },
];
const IDS = LOG.map(({ id }) => id);

/** What the checker says of these events where the broker has these copies, and its follower was handed these. */
function violations(name: string, kept: readonly string[], handed: readonly string[]): string[] {
  const told = LOG.filter(({ id }) => handed.includes(id)).map((event) => ({
    ...event,
    at: 0,
    reader: 'broker',
    seq: 0,
  }));
  const evidence: Pick<Evidence, 'events' | 'stream'> & { history: Pick<Evidence['history'], 'told'> } = {
    events: LOG.map((event) => ({
      ...event,
      data: {},
      occurred_at: new Date(0),
      epoch: 0,
      transaction_id: '0',
      position: '0',
    })),
    stream: kept.map((id, seq) => ({ seq, text: JSON.stringify({ id }) })),
    history: { told },
  };
  const verdict = new Verdict();
  INVARIANTS_OF_EVENTS.find((one) => one.name === name)?.check(evidence as Evidence, verdict);
  expect(verdict.checked).toBeGreaterThan(0);
  return verdict.violations.flatMap(({ about }) => about.slice(0, 1));
}

describe('the checker of npm run chaos, where events were lost on the broker', () => {
  it.each([
    ['nothing, where all are there', IDS, []],
    ['nothing, where an erasure has overwritten what told of the person', ['a2', 'a3', 'b1'], []],
    ['one of an erased person that told nothing of them', ['a1', 'a3', 'b1'], ['a2']],
    ['the erasure itself', ['a2', 'b1'], ['a3']],
    ['what told of a person who stays', ['a2', 'a3'], ['b1']],
  ])('misses %s', (_, there, missing) => {
    expect(violations('the broker has every event', there, [])).toEqual(missing);
    expect(violations('a follower on the broker is handed every event', [], there)).toEqual(missing);
  });

  it('does not miss what the follower was handed before it was overwritten', () => {
    expect(violations('the broker has every event', ['a3', 'b1'], ['a1', 'a2'])).toEqual([]);
  });
});
