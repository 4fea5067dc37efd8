import fc from 'fast-check';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { LifeHarness } from '../../support/life/life-harness.js';
import { anyRace } from '../../support/life/races.js';
import { anyStep, joining, type Step, stepsAtOnce } from '../../support/life/steps.js';
import { type Together, World } from '../../support/life/world.js';
import { setPolicy } from '../../support/registration/registration-harness.js';

/**
 * The same stories in every run. `LIFE_SEED=random` takes others, `LIFE_SEED=<number>` those of a failure that was
 * printed, and `LIFE_RUNS` more of them than a suite has time for.
 */
const { LIFE_SEED: seed = '20260501', LIFE_RUNS: runs } = process.env;
const ROAMING = seed === 'random' ? {} : { seed: Number(seed) };
/** On a machine that is busy with other things no story begins after this. */
const LONGEST_MS = 28_000;

type Story = fc.AsyncCommand<object, World, true>;

/** Some steps in turn, then some together. */
class Scene implements Story {
  constructor(
    private readonly before: readonly Step[],
    private readonly together: readonly Step[] = [],
    private readonly how: Together = 'interleaved',
  ) {}

  check = async (): Promise<boolean> => true;

  run = async (_: unknown, world: World): Promise<void> => {
    for (const step of this.before) await world.do(step);
    if (this.together.length > 0) await world.doTogether(this.together, this.how);
  };

  toString = (): string =>
    [...this.before, ...(this.together.length > 0 ? [this.how, this.together] : [])]
      .map((step) => JSON.stringify(step))
      .join(' ');
}

describe("an account's whole life, in any order of whatever anybody does", () => {
  let db: TestDatabase;
  let harness: LifeHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    // Throttles have tests of their own, and would end most stories early.
    await setPolicy(db, {
      messages: { gapSeconds: 0, perHour: 100_000, perDay: 100_000, perNetworkAndHour: 100_000 },
      guessing: { freeTries: 100_000, perNetwork: 100_000 },
      sms: { perDay: 100_000 },
    });
    harness = await LifeHarness.open(db);
  });
  afterAll(async () => {
    await harness.close();
    await db.drop();
  });

  const holds = (how: Together, numRuns: number) => {
    const end = performance.now() + (runs === undefined ? LONGEST_MS : Number.POSITIVE_INFINITY);
    const story = async (scenes: Iterable<Story>, scheduler: fc.Scheduler): Promise<void> => {
      if (performance.now() > end) return;
      const world = await World.begin(db, harness, scheduler);
      await fc.asyncModelRun(() => ({ model: {}, real: world }), scenes);
    };
    const property = fc.asyncProperty(stories(how), fc.scheduler(), story);
    return fc.assert(property, { ...ROAMING, numRuns: Number(runs ?? numRuns) });
  };

  it('keeps every promise, with the statements of several in every order', () => holds('interleaved', 50), 600_000);

  it('keeps every promise, with the statements of several at the same moment', () => holds('at-once', 36), 600_000);
});

const stories = (how: Together) =>
  fc.commands<object, World, true>(
    [
      joining.map((steps) => new Scene(steps)),
      ...Array<fc.Arbitrary<Story>>(5).fill(anyStep.map((step) => new Scene([step]))),
      ...Array<fc.Arbitrary<Story>>(2).fill(stepsAtOnce.map((steps) => new Scene([], steps, how))),
      anyRace.map(({ before, atOnce }) => new Scene(before, atOnce, how)),
    ],
    { maxCommands: 40, size: 'max' },
  );
