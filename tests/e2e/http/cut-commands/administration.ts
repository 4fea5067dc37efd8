import { randomUUID } from 'node:crypto';
import { newSlug } from '../../../support/administration.js';
import { somebody } from '../../../support/api.js';
import type { Stage } from '../problems/stage.js';
import { type Attempt, type CutCommand, cut, FAULT, outcomeOf } from './attempt.js';

type Method = 'post' | 'put' | 'patch' | 'delete';

const WORDS = { subject: 'Hello', text: '{{digits}}', html: '<b>{{digits}}</b>' };
const TEMPLATE = '/v1/admin/templates/activation-code/fr';
const HOOKS = '/v1/admin/webhooks';

/** By somebody who administers the default application. */
async function byPerson(stage: Stage) {
  const { token } = await stage.admin.someone('admin');
  return { token, ask: asking(token) };
}

const asking =
  (token: string) =>
  (method: Method, path: string, body?: object): Attempt => {
    const idempotencyKey = randomUUID();
    return (api) => {
      const request = api.http[method](path).auth(token, { type: 'bearer' });
      return outcomeOf((method === 'post' ? request.set('Idempotency-Key', idempotencyKey) : request).send(body));
    };
  };

/** By a key of an application of its own. */
async function administered(stage: Stage) {
  const slug = newSlug();
  await stage.admin.createApplication(slug);
  const { key } = await stage.admin.keyOf(slug);
  const make = async (path: string, body: object): Promise<Readonly<Record<string, string>>> =>
    (await stage.as(key, 'post', path).send(body)).body as Readonly<Record<string, string>>;
  return { slug, key, ask: asking(key), make };
}

async function withHook(stage: Stage) {
  const one = await administered(stage);
  const { id } = await one.make(HOOKS, { url: 'https://shop.example/hooks' });
  return { ...one, hook: `${HOOKS}/${id}`, hookId: id ?? '' };
}

async function withFailedDelivery(stage: Stage) {
  const one = await withHook(stage);
  const [delivery] = await stage.db.sql<{ id: string }[]>`
    insert into gatehouse.webhook_deliveries (application, id, webhook_id, event_id, event_type, run, state, deadline,
      created_at, ended_at, failure)
    select application, gen_random_uuid(), ${one.hookId}, id, type, id, 'failed', now, occurred_at, now, 'refused'
    from gatehouse.event_log, gatehouse.now() as now
    where application = ${one.slug} and type = 'webhook.created.v1' returning id`;
  return { ...one, deliveryId: delivery?.id ?? '' };
}

async function withDeadLetter(stage: Stage) {
  const one = await administered(stage);
  const [letter] = await stage.db.sql<{ id: string }[]>`
    insert into gatehouse.deliveries (application, id, user_id, code_id, channel, state, attempts, not_before,
      deadline, failed_at, failure)
    values (${one.slug}, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'mail', 'failed', 1, gatehouse.now(), gatehouse.now(),
      gatehouse.now(), 'refused')
    returning id`;
  return { ...one, letter: `/v1/admin/messages/${letter?.id}` };
}

/** The outcomes in the report, line by line. One that breaks off says that it is to be sent again. */
async function outcomeOfImport(url: string, token: string, body: string): Promise<string> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/x-ndjson' };
  const answer = await fetch(url, { method: 'POST', headers, body });
  const text = await answer.text().catch(() => '');
  if (answer.status !== 200) return `${answer.status} ${(JSON.parse(text) as { code: string }).code}`;
  const lines = text.split('\n').filter((line) => line !== '');
  const outcomes = lines.map((line) => (JSON.parse(line) as { outcome: string }).outcome);
  return outcomes.at(-1) === 'finished' ? `200 ${outcomes.join(' ')}` : FAULT;
}

export const administration: readonly CutCommand[] = [
  cut('suspension', async (stage) => {
    const { ask } = await byPerson(stage);
    return ask('put', `/v1/admin/users/${await stage.api.activated(somebody())}/suspension`, { reason: 'spam' });
  }),
  cut('end of a suspension', async (stage) => {
    const { ask, token } = await byPerson(stage);
    const path = `/v1/admin/users/${await stage.api.activated(somebody())}/suspension`;
    await stage.as(token, 'put', path).send({ reason: 'spam' }).expect(204);
    return ask('delete', path);
  }),
  cut('end of all sessions of somebody', async (stage) => {
    const { ask } = await byPerson(stage);
    const { id } = await stage.admin.someone('user');
    return ask('delete', `/v1/admin/users/${id}/sessions`);
  }),
  cut('another activation code for somebody', async (stage) => {
    const id = await stage.api.register(somebody());
    await stage.db.advance(31_000);
    const { ask } = await byPerson(stage);
    return ask('post', `/v1/admin/users/${id}/activation/code`);
  }),
  cut(
    'erasure of somebody',
    async (stage) => {
      const { ask } = await byPerson(stage);
      return ask('delete', `/v1/admin/users/${await stage.api.activated(somebody())}`);
    },
    { again: '404 user-unknown' },
  ),
  cut(
    'import of a line',
    async (stage) => {
      const { token } = await byPerson(stage);
      const path = `/v1/admin/import?importId=${randomUUID()}`;
      const line = JSON.stringify({ email: somebody().email, emailVerified: true });
      return (api) => outcomeOfImport(`${api.url}${path}`, token, `${line}\n`);
    },
    // Who sends lines is noted each time.
    { again: '200 repeated finished', costs: { audit_log: 1 } },
  ),
  cut('grant of a role', async (stage) => {
    const { ask } = await byPerson(stage);
    return ask('put', `/v1/admin/users/${await stage.api.activated(somebody())}/roles/support`);
  }),
  cut('end of a role', async (stage) => {
    const { ask, token } = await byPerson(stage);
    const path = `/v1/admin/users/${await stage.api.activated(somebody())}/roles/support`;
    await stage.as(token, 'put', path).expect(204);
    return ask('delete', path);
  }),
  cut('a new application', async (stage) => {
    const { ask } = await byPerson(stage);
    return ask('post', '/v1/admin/applications', { slug: newSlug(), name: 'Another' });
  }),
  cut('change of an application', async (stage) => {
    const { ask, slug } = await administered(stage);
    return ask('patch', `/v1/admin/applications/${slug}`, { name: 'Renamed' });
  }),
  cut('a new key', async (stage) => (await administered(stage)).ask('post', '/v1/admin/keys', { name: 'billing' })),
  cut('rotation of a key', async (stage) => {
    const { ask, make } = await administered(stage);
    const { id } = await make('/v1/admin/keys', { name: 'billing' });
    return ask('post', `/v1/admin/keys/${id}/rotation`, {});
  }),
  cut('end of a key', async (stage) => {
    const { ask, make } = await administered(stage);
    const { id } = await make('/v1/admin/keys', { name: 'billing' });
    return ask('delete', `/v1/admin/keys/${id}`);
  }),
  cut('a new webhook', async (stage) =>
    (await administered(stage)).ask('post', HOOKS, { url: 'https://shop.example/hooks' }),
  ),
  cut('change of a webhook', async (stage) => {
    const { ask, hook } = await withHook(stage);
    return ask('patch', hook, { description: 'Orders' });
  }),
  cut('a new secret for a webhook', async (stage) => {
    const { ask, hook } = await withHook(stage);
    return ask('post', `${hook}/secret`, {});
  }),
  cut('ping of a webhook', async (stage) => {
    const { ask, hook } = await withHook(stage);
    return ask('post', `${hook}/ping`);
  }),
  cut(
    'end of a webhook',
    async (stage) => {
      const { ask, hook } = await withHook(stage);
      return ask('delete', hook);
    },
    { again: '404 webhook-unknown' },
  ),
  cut(
    'replay of a delivery',
    async (stage) => {
      const { ask, hook, deliveryId } = await withFailedDelivery(stage);
      return ask('post', `${hook}/deliveries/${deliveryId}/replay`);
    },
    // An order in place of the one before, which is void: it is delivered once.
    { costs: { audit_log: 1, event_log: 1, 'webhook-deliveries.replayed.v1': 1 } },
  ),
  cut('replay of many deliveries', async (stage) => {
    const { ask, hook } = await withFailedDelivery(stage);
    return ask('post', `${hook}/replay`, { from: '2020-01-01T00:00:00Z' });
  }),
  cut('a template of one’s own', async (stage) => (await administered(stage)).ask('put', TEMPLATE, WORDS)),
  cut('end of a template', async (stage) => {
    const { ask, key } = await administered(stage);
    await stage.as(key, 'put', TEMPLATE).send(WORDS).expect(204);
    return ask('delete', TEMPLATE);
  }),
  cut(
    'another try for a message',
    async (stage) => {
      const { ask, letter } = await withDeadLetter(stage);
      return ask('post', `${letter}/retry`);
    },
    { again: '409 message-not-dead' },
  ),
  cut(
    'drop of a message',
    async (stage) => {
      const { ask, letter } = await withDeadLetter(stage);
      return ask('post', `${letter}/drop`);
    },
    { again: '409 message-not-dead' },
  ),
  cut(
    'end of a stop of SMS',
    async (stage) => {
      const { ask, slug } = await administered(stage);
      const id = randomUUID();
      await stage.db.sql`
        insert into gatehouse.sms_stops (application, place, id, kind, reason, asked, proven, stopped_at, ends_at)
        values (${slug}, '+3361234', ${id}, 'range', 'unproven', 10, 0, gatehouse.now(), gatehouse.now() + interval '1 day')`;
      return ask('delete', `/v1/admin/sms/stops/${id}`);
    },
    { again: '404 text-stop-unknown' },
  ),
  cut('another try for many messages', async (stage) => {
    const { ask } = await withDeadLetter(stage);
    return ask('post', '/v1/admin/messages/retry', {});
  }),
  cut('drop of many messages', async (stage) => {
    const { ask } = await withDeadLetter(stage);
    return ask('post', '/v1/admin/messages/drop', {});
  }),
];
