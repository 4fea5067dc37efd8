import { setTimeout as pause } from 'node:timers/promises';
import { overwrittenAmong } from './checker/overwritten.ts';
import type { Event } from './checker/rows.ts';
import type { Load } from './clients/load.ts';
import { APPLICATION, type Deployment } from './deployment/deployment.ts';
import type { History } from './history/history.ts';

/** A message that is tried later than this is left to its time. */
const SOON_SECONDS = 20;

/** What is behind is waited for so many times longer than what is tried again by a clock of its own. */
const PATIENCE = 4;
const BY_A_CLOCK = ['messages that are tried again soon', 'webhooks that are tried again soon'];

/** Waits until everything has come to rest, at most so long; answers what has not, by its name. */
export async function settle(
  deployment: Deployment,
  load: Load,
  history: History,
  withinMs: number,
): Promise<Readonly<Record<string, number>>> {
  const began = Date.now();
  for (;;) {
    const found = await restless(deployment, load, history).catch(() => ({ 'database that answers': 1 }));
    const left = Object.entries(found).filter(([, count]) => count > 0);
    const isLate = left.every(([what]) => BY_A_CLOCK.includes(what));
    const waited = Date.now() - began;
    if (left.length === 0 || waited > (isLate ? withinMs : PATIENCE * withinMs)) return Object.fromEntries(left);
    await pause(500);
  }
}

async function restless({ database, services }: Deployment, load: Load, history: History) {
  const { sql } = database;
  const [row] = await sql<{ orders: number; messages: number; hooks: number }[]>`
    select
      (select count(*) from gatehouse.event_log as ordered
        where application = ${APPLICATION}
          and type in ('activation-code.issued.v1', 'password-reset.requested.v1', 'notice.issued.v1')
          and not exists (select 1 from gatehouse.deliveries as delivery
            where delivery.application = ordered.application and delivery.id = ordered.id)
          and (ordered.data ? 'userId' or exists (select 1 from gatehouse.activation_codes as code
            where code.application = ordered.application and code.id::text = ordered.data ->> 'codeId'))
          and not exists (select 1 from gatehouse.users as person where person.application = ordered.application
            and person.id::text in (ordered.data ->> 'userId', ordered.subject::text) and person.state = 'erased'))::int as orders,
      (select count(*) from gatehouse.deliveries where application = ${APPLICATION} and state in ('queued', 'sending')
        and not_before < gatehouse.now() + make_interval(secs => ${SOON_SECONDS}))::int as messages,
      (select count(*) from gatehouse.webhook_deliveries where application = ${APPLICATION} and state = 'pending'
        and coalesce(next_attempt_at, created_at) < gatehouse.now() + make_interval(secs => ${SOON_SECONDS}))::int as hooks`;
  const events = await sql<Pick<Event, 'id' | 'type' | 'subject'>[]>`
    select id, type, subject from gatehouse.event_log where application = ${APPLICATION}`;
  return {
    'processes that do not run': services.filter(({ isReady }) => !isReady).length,
    'orders without a message': row?.orders ?? 1,
    'messages that are tried again soon': row?.messages ?? 1,
    'webhooks that are tried again soon': row?.hooks ?? 1,
    'followers that are behind': followersBehind(events, load, history),
    'durable commands': await load.neighbour.waiting(),
  };
}

/** The feed has every event; the stream on the broker only those that no erasure has overwritten. */
function followersBehind(
  events: readonly Pick<Event, 'id' | 'type' | 'subject'>[],
  { readers }: Load,
  { told }: History,
): number {
  const overwritten = overwrittenAmong(events);
  const handed = Map.groupBy(told, ({ reader }) => reader);
  const isBehind = (reader: string, awaited: readonly { readonly id: string }[]): boolean => {
    const ids = new Set(handed.get(reader)?.map(({ id }) => id));
    return awaited.some(({ id }) => !ids.has(id));
  };
  const onBroker = events.filter(({ id }) => !overwritten.has(id));
  const behind = [...readers.map(({ name }) => isBehind(name, events)), isBehind('broker', onBroker)];
  return behind.filter(Boolean).length;
}
