import postgres from 'postgres';
import { type Person, somebody } from '../support/api.js';
import type { TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { codeIn, ServiceHarness } from '../support/service-harness.js';
import { ReplicatedServer } from './replicated-server.js';

/** What a busy machine may take to notice that there is another primary, and to try mails again. */
const RECOVERY_MS = 60_000;

describe('a primary that is lost, whose standby is promoted', () => {
  let servers: ReplicatedServer;
  let service: ServiceHarness;
  let sql: postgres.Sql;

  beforeEach(async () => {
    servers = await ReplicatedServer.start();
    sql = postgres(servers.standbyUrl, { max: 2, onnotice: () => undefined });
    const unmoved = () => Promise.reject(new Error('The clock of this server is the real one'));
    const drop = () => Promise.resolve();
    const db: TestDatabase = { url: servers.url, sql, setTime: unmoved, advance: unmoved, drop };
    service = await ServiceHarness.open({ db });
  }, 120_000);
  afterEach(async () => {
    await service?.close();
    await sql?.end({ timeout: 1 });
    await servers?.stop();
  }, 60_000);

  const signUp = (person: Person) => service.api.http.post('/v1/users').send(person);
  const signIn = (person: Person) => service.api.http.post('/v1/sessions').send(person);
  const some = (count: number) => Array.from({ length: count }, somebody);
  const registered = (people: readonly Person[]) => Promise.all(people.map((person) => service.api.register(person)));

  it('loses nothing that was acknowledged, and sends each mail once', async () => {
    const active = somebody();
    await service.activated(active);
    const told = some(5);
    const toldIds = await registered(told);
    await Promise.all(toldIds.map((id) => service.deliveryIs(id, 'sent')));
    // Their mails wait for a provider, so that they are on their way while the primary is lost.
    service.sandbox.faults.replace([{ times: 'always', behaviour: { type: 'status', status: 503 } }]);
    const waiting = some(5);
    const waitingIds = await registered(waiting);

    await servers.killPrimary();
    for (const answer of await Promise.all([
      signUp(somebody()),
      signIn(active),
      service.api.http.get(`/v1/users/${waitingIds[0]}/activation`),
      service.api.http.get('/health/ready'),
    ])) {
      expect(answer.status).toBe(503);
    }
    const refused = await signUp(somebody());
    service.api.expectProblem(refused, 503, 'busy');
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);

    await servers.promote();
    service.sandbox.faults.clear();
    let later = somebody();
    const isTaken = async () => {
      later = somebody();
      return (await signUp(later)).status === 201;
    };
    await eventually('sign-ups are taken', isTaken, RECOVERY_MS);
    expect((await signIn(active)).status).toBe(201);

    const hasMail = (person: Person) => service.mailsTo(person).length > 0;
    // Each as its mail comes: its code has a minute.
    const finish = async (person: Person): Promise<string> => {
      await eventually('the mail that waited comes', () => hasMail(person), RECOVERY_MS);
      const answer = await service.api.activate(person, codeIn(await service.mailTo(person)) ?? '');
      expect(answer.body).toMatchObject({ state: 'active' });
      return (answer.body as { id: string }).id;
    };
    expect(await Promise.all(waiting.map(finish))).toEqual(waitingIds);
    await eventually('the new one has a mail too', () => hasMail(later), RECOVERY_MS);
    const everybody = [active, ...told, ...waiting, later];
    const [row] = await sql<{ pending: number; events: number }[]>`
      select
        (select count(*)::int from gatehouse.users where id = any(${toldIds}) and state = 'pending') as pending,
        (select count(*)::int from gatehouse.event_log
          where type = 'user.registered.v1' and subject = any(${[...toldIds, ...waitingIds]})) as events`;
    expect(row).toEqual({ pending: told.length, events: told.length + waiting.length });
    expect(everybody.map((person) => service.mailsTo(person).length)).toEqual(everybody.map(() => 1));
  }, 240_000);
});
