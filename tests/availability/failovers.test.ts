import { createSandbox, type Sandbox } from '@gatehouse/sandbox';
import { TEST_ENVIRONMENT } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { runGatehouse } from '../support/run-gatehouse.js';
import { ServiceProcess } from '../support/service-process.js';
import { FeedReader } from './feed-reader.js';
import { Lives } from './lives.js';
import { PatroniCluster } from './patroni-cluster.js';
import type { PatroniNode } from './patroni-node.js';

const CLIENTS = 3;
/** From the fault to the first sign-up that was sent after it and is acknowledged. */
const OUTAGE_MS = 30_000;
const PATIENCE_MS = 120_000;
/** Those whose sessions listen: the feed and revoked sessions in the API, the relay, the job queue. */
const LISTENERS = ['gatehouse-api', 'gatehouse-jobs', 'gatehouse-worker'];

type Fault = readonly [what: string, fault: (primary: PatroniNode) => unknown, repair: (lost: PatroniNode) => void];

const ALL: readonly Fault[] = [
  ['killed', (primary) => primary.kill(), (lost) => lost.start()],
  ['killed again, after the first one has come back', (primary) => primary.kill(), (lost) => lost.start()],
  [
    'split from etcd and its standbys, while clients still reach it',
    (primary) => primary.split(),
    (lost) => lost.heal(),
  ],
];
/** CI has time for the hardest of them; `npm run availability` has it for all. */
const FAULTS = process.env['AVAILABILITY'] === 'all' ? ALL : ALL.slice(-1);

describe('a primary under load that is lost', () => {
  let cluster: PatroniCluster;
  let sandbox: Sandbox;
  let processes: ServiceProcess[] = [];
  let lives: Lives;
  let feed: FeedReader;
  const outages: number[] = [];

  beforeAll(async () => {
    sandbox = createSandbox();
    const [started, mail] = await Promise.all([PatroniCluster.start(), sandbox.listen(0)]);
    cluster = started;
    const environment = {
      ...TEST_ENVIRONMENT,
      LOG_LEVEL: 'error',
      DATABASE_URL: cluster.url,
      DATABASE_READ_URL: cluster.readUrl,
      MAIL_BASE_URL: mail,
    };
    const { out } = await runGatehouse(
      ['keys', 'create', '--name', 'follower', '--scope', 'events:read', '--json'],
      environment,
      '/',
    );
    const programs = ['api', 'api', 'worker', 'worker'] as const;
    processes = await Promise.all(programs.map((program) => ServiceProcess.start(program, environment)));
    const urls = processes.slice(0, 2).map(({ url }) => url);
    lives = new Lives(urls, sandbox);
    feed = new FeedReader(urls, (JSON.parse(out) as { key: string }).key);
    lives.begin(CLIENTS);
  }, 240_000);
  afterAll(async () => {
    await lives?.end();
    await feed?.close();
    await Promise.all(processes.map((process) => process.stop()));
    await sandbox?.close();
    await cluster?.close();
  }, 60_000);

  /** Waits until people have signed up, been mailed and activated since. */
  const livesGoOn = async () => {
    const { signUps, activations } = lives;
    const before = [signUps.length, activations.size] as const;
    await eventually(
      'people sign up and activate',
      () => signUps.length > before[0] + 2 * CLIENTS && activations.size > before[1] + CLIENTS,
      PATIENCE_MS,
    );
  };
  const loses = async (fault: (primary: PatroniNode) => unknown) => {
    await livesGoOn();
    const lost = await cluster.primary();
    const at = performance.now();
    await fault(lost);
    const first = () => lives.signUps.find(({ began }) => began > at);
    await eventually('a sign-up is acknowledged', () => first() !== undefined, PATIENCE_MS);
    outages.push((first()?.ended ?? Number.POSITIVE_INFINITY) - at);
    const primary = await cluster.primary();
    expect(primary.name).not.toBe(lost.name);
    return { lost, primary };
  };
  const isListenedOn = (primary: PatroniNode) =>
    cluster.on(primary, async (sql) => {
      const rows = await sql<{ name: string }[]>`
        select distinct split_part(application_name, ' ', 1) as name from pg_stat_activity
        where application_name like 'gatehouse-%' and query ilike 'listen %' order by name`;
      return rows.map(({ name }) => name).join() === LISTENERS.join();
    });

  it.each(FAULTS)(
    'is %s: sign-ups go on within 30 s, and all follow the new primary',
    async (_what, fault, repair) => {
      const { lost, primary } = await loses(fault);
      await eventually('relay, jobs and feed listen there', () => isListenedOn(primary), PATIENCE_MS);
      await livesGoOn();
      repair(lost);
      await cluster.isWhole();
      expect(outages.at(-1)).toBeLessThan(OUTAGE_MS);
    },
    240_000,
  );

  it('has lost nothing that was acknowledged, let no code win twice, and told every event once and in order', async () => {
    await lives.end();
    const [accounts, events] = await cluster.on(await cluster.primary(), async (sql) => [
      await sql<{ id: string; state: string }[]>`select id, state from gatehouse.users`,
      await sql<{ id: string; type: string; subject: string }[]>`
        select id, type, subject from gatehouse.event_log where application = 'default'
        order by epoch, transaction_id, position`,
    ]);
    await eventually('the feed has told of all events', () => feed.ids.length >= events.length, PATIENCE_MS);
    const states = new Map(accounts.map(({ id, state }) => [id, state]));
    const facts = (type: string) => events.filter((event) => event.type === type).map(({ subject }) => subject);
    const { signUps, activations } = lives;
    expect({
      lostSignUps: signUps.filter(({ id }) => !states.has(id)),
      lostActivations: [...activations.keys()].filter((id) => states.get(id) !== 'active'),
      wonTwice: [...activations].filter(([, wins]) => wins > 1),
      wrong: lives.wrong,
      errors: lives.wrong.length === 0 ? [] : processes.flatMap((process) => process.lines()),
    }).toEqual({ lostSignUps: [], lostActivations: [], wonTwice: [], wrong: [], errors: [] });
    for (const type of ['user.registered.v1', 'user.activated.v1']) {
      expect(new Set(facts(type)).size).toBe(facts(type).length);
    }
    expect(feed.ids).toEqual(events.map(({ id }) => id));
    process.stdout.write(
      `first success after ${outages.map((ms) => `${(ms / 1_000).toFixed(1)} s`).join(', ')}; ${signUps.length} sign-ups and ` +
        `${activations.size} activations acknowledged, ${lives.expired} codes expired; ${events.length} events; ` +
        `answers meanwhile: ${JSON.stringify(Object.fromEntries(lives.refused))}\n`,
    );
  }, 240_000);
});
