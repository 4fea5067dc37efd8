import type { FaultFigures, Outcome } from '../../nemesis/report/outcome.js';
import { recoveryPage } from '../../nemesis/report/recovery-page.js';
import { reliabilityPage } from '../../nemesis/report/reliability-page.js';

const took = (times: number, worst: number) => ({ times, median: worst, worst, worstTarget: 'worker > database' });
const fault = (changes: Partial<FaultFigures> = {}): FaultFigures => ({
  name: 'kill',
  says: 'a process is killed',
  counts: 'processes killed',
  times: 2,
  injuries: 2,
  unseen: 0,
  read: took(2, 40),
  signUp: took(2, 80),
  mail: took(2, 1_200),
  ...changes,
});

const outcome = (faults: readonly FaultFigures[]): Outcome => ({
  startedAt: '2026-05-01T12:00:00.000Z',
  seconds: 60,
  seed: 7,
  command: 'npm run chaos -- --seed 7',
  sequences: 1,
  oneByOne: true,
  machine: {
    processor: 'a processor',
    cores: 2,
    memoryGiB: 24,
    system: 'Linux',
    node: '24',
    postgres: '18.4',
  } as Outcome['machine'],
  broker: '2.15.1',
  lives: 1,
  load: {},
  events: 1,
  webhooks: 1,
  faults,
  impossible: {},
  invariants: [],
  doubles: { messages: 1, repeated: 0, tooMany: 0, most: 1 },
  unsettled: {},
});

describe('the page of recoveries', () => {
  it('says how long each took, and the longest of all', () => {
    const page = recoveryPage(outcome([fault(), fault({ mail: took(2, 5_889) })]));
    expect(page).toContain('| a process is killed | 2 | 2 processes killed | 40 / 40 | 80 / 80 | 5,889 / 5,889 |');
    expect(page).toContain(
      '| a process is killed | worker > database | mail | 5,889 ms |\n| a process is killed | worker > database | mail | 1,200 ms |',
    );
    expect(page).toMatch(
      /4 faults came[\s\S]* longest recovery took 5,889 ms;[\s\S]* After each fault all three succeeded/,
    );
  });

  it('says where nothing succeeded any more', () => {
    expect(recoveryPage(outcome([fault({ mail: null, signUp: took(1, 80) })]))).toContain(
      '3 times nothing succeeded until the run ended',
    );
  });

  it('says of which faults nobody could see it', () => {
    const [two, one] = [fault(), fault({ unseen: 1, read: took(1, 40), signUp: took(1, 80), mail: took(1, 90) })];
    expect(recoveryPage(outcome([two, one]))).toMatch(
      /4 faults came[\s\S]* After each fault all three succeeded. Of 1 that ended after the people had stopped, nothing is known/,
    );
  });
});

describe('the page of reliability', () => {
  const runs = { 18: outcome([fault()]) };
  const proof = { name: 'guard', says: 'the guard is gone', faults: [], foundBy: ['it counts twice'], seconds: 59 };

  it('keeps what another machine has proven of the checker, and shows what this one has', () => {
    const proven = reliabilityPage({ runs, proofs: [proof] });
    expect(proven).toContain('| the guard is gone | 59 s | it counts twice |');
    expect(reliabilityPage({ runs }, proven)).toBe(proven);
    const again = reliabilityPage({ runs, proofs: [{ ...proof, seconds: 70 }] }, proven);
    expect(again).toBe(proven.replace('59 s', '70 s'));
    expect(reliabilityPage({ runs })).toContain('Not run yet.');
  });
});
