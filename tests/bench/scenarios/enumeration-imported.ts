import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type postgres from 'postgres';
import { QUESTIONS, Stopwatch } from '../load/question.ts';
import { randomFrom } from '../load/random-from.ts';
import { distribution } from '../measure/statistics.ts';
import { compareTimes } from '../measure/welch.ts';
import type { Scenario } from '../scenario.ts';

const APPLICATION = 'imported';
const LONG = { rounds: 1_500, warmUp: 100 };
const QUICK = { rounds: 6, warmUp: 1 };
const SEED = 7;
const SETTLE_MS = 4;
/** Of PBKDF2: few, so that what else takes time shows. */
const ITERATIONS = 20_000;

/** Of another system's hash; of ours; nobody's. */
const WHO = ['imported', 'own', 'unknown'] as const;
type Who = (typeof WHO)[number];
type Addresses = Readonly<Record<Who, string>>;

/** Whether the time of a sign-in tells that somebody's password is still hashed as another system has done it. */
export const enumerationImported: Scenario = {
  name: 'enumeration-imported',
  run: async (bench) => {
    const { rounds, warmUp } = bench.quick ? QUICK : LONG;
    const asked = Array.from({ length: rounds + warmUp }, newAddresses);
    await seed(bench.database.sql, asked);
    const { url } = (await bench.deployment('prebuilt')).api;
    await untilKnown(url);
    const stopwatch = new Stopwatch(url, {
      ...QUESTIONS.signIn,
      ask: (email) => ({ ...QUESTIONS.signIn.ask(email), headers: { 'gatehouse-application': APPLICATION } }),
    });
    const random = randomFrom(SEED);
    const times: Record<Who, number[]> = { imported: [], own: [], unknown: [] };
    try {
      for (const [round, addresses] of asked.entries()) {
        const order = WHO.map((who) => ({ who, place: random() })).sort((a, b) => a.place - b.place);
        for (const { who } of order) {
          await pause(SETTLE_MS);
          const took = await stopwatch.time(addresses[who]);
          if (round >= warmUp) times[who].push(took);
        }
      }
    } finally {
      await stopwatch.close();
    }
    const comparisons = [compareTimes(times.imported, times.unknown), compareTimes(times.imported, times.own)];
    const worstT = Math.max(...comparisons.map(({ t }) => Math.abs(t)));
    const worstMs = Math.max(...comparisons.map(({ medianDifference }) => Math.abs(medianDifference)));
    bench.note(`imported: |t| ${worstT.toFixed(2)}, ${(worstMs * 1000).toFixed(0)} µs`);
    return {
      figures: [
        {
          name: 'sign-in, imported / others, |t|',
          value: worstT,
          unit: 'ratio',
          goal: { under: 4.5 },
          meaning: `Sign-in with a wrong password where people were imported, ${rounds} times each in random order: an account with a hash of Django, one with ours, an address that nobody has. Welch's t, the larger of the first against the two others.`,
        },
        {
          name: 'sign-in, imported / others',
          value: worstMs,
          unit: 'ms',
          goal: { under: 1 },
          meaning: 'How far the medians of these times lie apart.',
        },
      ],
      details: { rounds, comparisons, ms: WHO.map((who) => [who, distribution(times[who])]) },
    };
  },
};

/** The API looks for new applications every two seconds. */
async function untilKnown(url: string): Promise<void> {
  const asks = { method: 'POST', headers: { 'gatehouse-application': APPLICATION } };
  for (const deadline = performance.now() + 10_000; performance.now() < deadline; await pause(100)) {
    const answer = await fetch(`${url}/v1/sessions`, asks);
    await answer.text();
    if (answer.status !== 400) return;
  }
  throw new Error('The API does not come to know the new application');
}

const newAddresses = (): Addresses => {
  const address = (): string => `${randomBytes(8).toString('hex')}@bench.example.com`;
  return { imported: address(), own: address(), unknown: address() };
};

const foreignHash = (): string => {
  const [salt, digest] = [16, 32].map((length) => randomBytes(length).toString('base64').replace(/=+$/, ''));
  return `foreign:pbkdf2-sha256:$pbkdf2-sha256$i=${ITERATIONS}$${salt}$${digest}`;
};
const ownHash = (): string => {
  const [salt, digest] = [16, 32].map((length) => randomBytes(length).toString('base64').replace(/=+$/, ''));
  return `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${digest}`;
};

/** Accounts as an import and sign-ups leave them, with what an import writes beside them. */
async function seed(sql: postgres.Sql, asked: readonly Addresses[]): Promise<void> {
  await sql`insert into gatehouse.applications (slug, name) values (${APPLICATION}, 'Imported')`;
  const people = asked.flatMap(({ imported, own }) => [
    { email: imported, hash: foreignHash() },
    { email: own, hash: ownHash() },
  ]);
  await sql`
    insert into gatehouse.users (application, id, state, email, email_deliverable, email_verified_at, password_hash)
    select ${APPLICATION}, gen_random_uuid(), 'active', email, email, now(), hash
    from jsonb_to_recordset(${sql.json(people)}) as person (email text, hash text)`;
  await sql`
    insert into gatehouse.foreign_hash_decoys (application, kind, work, hash, seen_at)
    values (${APPLICATION}, 'pbkdf2-sha256', ${ITERATIONS}, ${foreignHash()}, now())`;
  await sql`vacuum (analyze) gatehouse.users`;
}
