import { somebody } from '../../../support/api.js';
import { png } from '../../../support/images.js';
import { type Refusal, refusal } from './refusal.js';
import type { Stage } from './stage.js';

const NEVER_WAS = '01a1fd8e-eb10-75a1-8d47-61bb163bd468';
const APPLICATION = '/v1/admin/applications/{slug}';
const LOGO = `${APPLICATION}/logo`;
const KEYS = '/v1/admin/keys';
const FUNNEL = '/v1/admin/statistics/funnel';
const DIAGNOSTICS = '/v1/admin/diagnostics';
const RATES = '/v1/admin/statistics/activation';
const SPEND = '/v1/admin/statistics/sms/spend';
const STOPS = '/v1/admin/sms/stops';
const FEEDBACK_WEEKS = '/v1/admin/statistics/feedback';
const MESSAGES = '/v1/admin/messages';
const SUPPRESSIONS = '/v1/admin/suppressions';
const USERS = '/v1/admin/users';
const IMPORT = '/v1/admin/import';
const HOOKS = '/v1/admin/webhooks';
const HOOK = `${HOOKS}/${NEVER_WAS}`;
const TEMPLATE = '/v1/admin/templates/{template}/{locale}';
const MAIL = '/v1/admin/templates/activation-code/fr';
const WORDS = { subject: 'Hello', text: '{{digits}}', html: '<b>{{digits}}</b>' };
const ROLE = '/v1/admin/users/{id}/roles/{role}';

/** Each administrative operation: where it is, and for those that read a body a good one, and one of the wrong form. */
const operations = [
  ['post', '/v1/admin/applications', '/v1/admin/applications', { slug: 'x', name: 'X' }, { slug: 7, name: 'X' }],
  ['get', '/v1/admin/applications', '/v1/admin/applications'],
  ['get', APPLICATION, '/v1/admin/applications/default'],
  ['patch', APPLICATION, '/v1/admin/applications/default', { name: 'X' }, { name: 7 }],
  ['put', LOGO, '/v1/admin/applications/default/logo'],
  ['delete', LOGO, '/v1/admin/applications/default/logo'],
  ['post', KEYS, KEYS, { name: 'x' }, { name: 7 }],
  ['get', KEYS, KEYS],
  ['post', `${KEYS}/{id}/rotation`, `${KEYS}/${NEVER_WAS}/rotation`, {}, { overlapSeconds: -1 }],
  ['delete', `${KEYS}/{id}`, `${KEYS}/${NEVER_WAS}`],
  ['get', '/v1/admin/audit', '/v1/admin/audit'],
  ['get', '/v1/events', '/v1/events'],
  ['post', HOOKS, HOOKS, { url: 'https://shop.example/' }, { url: 7 }],
  ['get', HOOKS, HOOKS],
  ['patch', `${HOOKS}/{id}`, HOOK, { enabled: true }, { enabled: 'yes' }],
  ['delete', `${HOOKS}/{id}`, HOOK],
  ['post', `${HOOKS}/{id}/secret`, `${HOOK}/secret`, {}, { overlapSeconds: -1 }],
  ['post', `${HOOKS}/{id}/ping`, `${HOOK}/ping`],
  ['get', `${HOOKS}/{id}/deliveries`, `${HOOK}/deliveries`],
  ['post', `${HOOKS}/{id}/deliveries/{deliveryId}/replay`, `${HOOK}/deliveries/${NEVER_WAS}/replay`],
  ['post', `${HOOKS}/{id}/replay`, `${HOOK}/replay`, { from: '2026-11-21T00:00:00Z' }, { from: 'then' }],
  ['get', USERS, USERS],
  ['get', `${USERS}/export`, `${USERS}/export`],
  ['post', IMPORT, `${IMPORT}?importId=${NEVER_WAS}`],
  ['post', `${USERS}/lookup`, `${USERS}/lookup`, { email: 'ada@example.com' }, { email: 7 }],
  ['post', `${USERS}/search`, `${USERS}/search`, { text: 'ada' }, { text: 'ab' }],
  ['get', `${USERS}/{id}`, `${USERS}/${NEVER_WAS}`],
  ['delete', `${USERS}/{id}`, `${USERS}/${NEVER_WAS}`],
  ['get', `${USERS}/{id}/timeline`, `${USERS}/${NEVER_WAS}/timeline`],
  ['get', `${USERS}/{id}/codes`, `${USERS}/${NEVER_WAS}/codes`],
  ['get', `${USERS}/{id}/sessions`, `${USERS}/${NEVER_WAS}/sessions`],
  ['delete', `${USERS}/{id}/sessions`, `${USERS}/${NEVER_WAS}/sessions`],
  ['put', `${USERS}/{id}/suspension`, `${USERS}/${NEVER_WAS}/suspension`, { reason: 'x' }, { reason: ' ' }],
  ['delete', `${USERS}/{id}/suspension`, `${USERS}/${NEVER_WAS}/suspension`],
  ['post', `${USERS}/{id}/activation/code`, `${USERS}/${NEVER_WAS}/activation/code`],
  ['get', FUNNEL, FUNNEL],
  ['get', DIAGNOSTICS, DIAGNOSTICS],
  ['get', RATES, `${RATES}?by=provider`],
  ['get', '/v1/admin/statistics/messages', '/v1/admin/statistics/messages'],
  ['get', FEEDBACK_WEEKS, FEEDBACK_WEEKS],
  ['get', '/v1/admin/feedback', '/v1/admin/feedback'],
  ['get', SUPPRESSIONS, SUPPRESSIONS],
  ['post', `${SUPPRESSIONS}/lookup`, `${SUPPRESSIONS}/lookup`, { recipient: 'ada@example.com' }, { recipient: 7 }],
  ['delete', `${SUPPRESSIONS}/{id}`, `${SUPPRESSIONS}/${NEVER_WAS}`],
  ['get', MESSAGES, MESSAGES],
  ['post', `${MESSAGES}/lookup`, `${MESSAGES}/lookup`, { email: 'ada@example.com' }, { email: 7 }],
  ['get', `${MESSAGES}/{id}`, `${MESSAGES}/${NEVER_WAS}`],
  ['post', `${MESSAGES}/{id}/retry`, `${MESSAGES}/${NEVER_WAS}/retry`],
  ['get', '/v1/admin/providers', '/v1/admin/providers'],
  ['get', STOPS, STOPS],
  ['delete', `${STOPS}/{id}`, `${STOPS}/${NEVER_WAS}`],
  ['get', '/v1/admin/statistics/sms', '/v1/admin/statistics/sms'],
  ['get', SPEND, SPEND],
  ['post', `${MESSAGES}/{id}/drop`, `${MESSAGES}/${NEVER_WAS}/drop`],
  ['post', `${MESSAGES}/retry`, `${MESSAGES}/retry`, { limit: 1 }, { limit: 501 }],
  ['post', `${MESSAGES}/drop`, `${MESSAGES}/drop`, { limit: 1 }, { failure: 'code-over' }],
  ['get', '/v1/admin/templates', '/v1/admin/templates'],
  ['get', TEMPLATE, MAIL],
  ['put', TEMPLATE, MAIL, WORDS, { ...WORDS, text: 7 }],
  ['delete', TEMPLATE, MAIL],
  ['post', `${TEMPLATE}/preview`, `${MAIL}/preview`, WORDS, { ...WORDS, text: 7 }],
  ['post', `${TEMPLATE}/test`, `${MAIL}/test`, WORDS, { ...WORDS, text: 7 }],
  ['get', '/v1/admin/roles', '/v1/admin/roles'],
  ['put', ROLE, `/v1/admin/users/${NEVER_WAS}/roles/admin`],
  ['delete', ROLE, `/v1/admin/users/${NEVER_WAS}/roles/admin`],
] as const;

const operator = async ({ admin }: Stage): Promise<string> => (await admin.someone('admin')).token;
const user = async ({ admin }: Stage): Promise<string> => (await admin.someone('user')).token;
/** An application whose keys are all made. */
async function fullOfKeys({ admin }: Stage): Promise<{ ids: readonly string[]; key: string }> {
  const slug = `full-${crypto.randomUUID().slice(0, 8)}`;
  await admin.createApplication(slug);
  const keys: { id: string; key: string }[] = [];
  for (let made = 0; made < 20; made += 1) keys.push(await admin.keyOf(slug));
  return { ids: keys.map(({ id }) => id), key: keys.at(-1)?.key ?? '' };
}

/** A key that makes keys and does nothing else, beside one that does everything. */
async function keyMaker(stage: Stage): Promise<{ key: string; other: string }> {
  const slug = `keyed-${crypto.randomUUID().slice(0, 8)}`;
  await stage.admin.createApplication(slug);
  const { id: other, key: mighty } = await stage.admin.keyOf(slug);
  const made = await stage.as(mighty, 'post', KEYS).send({ name: 'x', scopes: ['keys:write'] });
  return { key: (made.body as { key: string }).key, other };
}

export const administrationRefusals: readonly Refusal[] = [
  ...operations.flatMap(([method, template, path, good, bad]) => {
    const operation = `${method.toUpperCase()} ${template}`;
    const withBody =
      good === undefined
        ? []
        : [
            refusal(operation, 422, 'validation-failed', async (stage) =>
              stage.as(await operator(stage), method, path).send(bad),
            ),
            refusal(operation, 422, 'field-unknown', async (stage) =>
              stage.as(await operator(stage), method, path).send({ ...good, colour: 'red' }),
            ),
          ];
    return [
      refusal(operation, 401, 'token-invalid', (stage) => stage.as('a.b.c', method, path)),
      refusal(operation, 403, 'scope-missing', async (stage) => stage.as(await user(stage), method, path)),
      refusal(operation, 400, 'application-unknown', async (stage) =>
        stage.as(await operator(stage), method, path).set('Gatehouse-Application', 'nobodys'),
      ),
      ...withBody,
    ];
  }),
  refusal('GET /v1/admin/applications', 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'get', '/v1/admin/applications?limit=0'),
  ),
  refusal('GET /v1/admin/audit', 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'get', '/v1/admin/audit?after=x&limit=1'),
  ),
  refusal('GET /v1/events', 410, 'events-archived', async (stage) => {
    await stage.db.sql`
      insert into gatehouse.log_partitions (number, opened_at, month, end_epoch, end_transaction_id, end_position, dropped_at)
      values (0, now(), now(), 1, '5', 7, now()) on conflict do nothing`;
    return stage.as(await operator(stage), 'get', '/v1/events?after=1-5-6');
  }),
  refusal('GET /v1/events', 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'get', '/v1/events?after=1-x&types=*&wait=31&limit=501'),
  ),
  ...(
    [
      ['patch', '', {}],
      ['delete', ''],
      ['post', '/secret', {}],
      ['post', '/ping'],
      ['get', '/deliveries'],
      ['post', '/replay', { from: '2026-11-21T00:00:00Z' }],
    ] as const
  ).map(([method, place, body]) =>
    refusal(`${method.toUpperCase()} ${HOOKS}/{id}${place}`, 404, 'webhook-unknown', async (stage) => {
      const request = stage.as(await operator(stage), method, `${HOOK}${place}`);
      return body ? request.send(body) : request;
    }),
  ),
  refusal(`POST ${HOOKS}/{id}/deliveries/{deliveryId}/replay`, 404, 'webhook-unknown', async (stage) =>
    stage.as(await operator(stage), 'post', `${HOOK}/deliveries/${NEVER_WAS}/replay`),
  ),
  refusal(`POST ${HOOKS}/{id}/deliveries/{deliveryId}/replay`, 404, 'delivery-unknown', async (stage) =>
    stage.as(await operator(stage), 'post', `${HOOK}/deliveries/not-an-id/replay`),
  ),
  refusal(`GET ${HOOKS}/{id}/deliveries`, 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'get', `${HOOK}/deliveries?state=lost&limit=0`),
  ),
  refusal(`POST ${HOOKS}`, 409, 'too-many-webhooks', async (stage) => {
    const slug = `hooked-${crypto.randomUUID().slice(0, 8)}`;
    await stage.admin.createApplication(slug);
    const { key } = await stage.admin.keyOf(slug);
    const add = () => stage.as(key, 'post', HOOKS).send({ url: 'https://shop.example/' });
    for (let made = 0; made < 20; made += 1) await add();
    return add();
  }),
  refusal('POST /v1/admin/applications', 409, 'slug-taken', async (stage) =>
    stage.as(await operator(stage), 'post', '/v1/admin/applications').send({ slug: 'default', name: 'X' }),
  ),
  refusal('POST /v1/admin/applications', 404, 'application-not-found', async (stage) =>
    stage.as((await stage.admin.keyOf()).key, 'post', '/v1/admin/applications').send({ slug: 'x', name: 'X' }),
  ),
  refusal('POST /v1/admin/applications', 403, 'grant-exceeded', async (stage) =>
    stage
      .as(await operator(stage), 'post', '/v1/admin/applications')
      .send({ slug: 'y', name: 'Y', grants: { sms: { perDay: 1 } }, policy: { sms: { perDay: 2 } } }),
  ),
  refusal(`PATCH ${APPLICATION}`, 403, 'grant-exceeded', async (stage) =>
    stage
      .as((await stage.admin.keyOf()).key, 'patch', '/v1/admin/applications/default')
      .send({ sender: { email: 'ceo@bank.example' } }),
  ),
  refusal(`GET ${APPLICATION}`, 404, 'application-not-found', async (stage) =>
    stage.as(await operator(stage), 'get', '/v1/admin/applications/nobodys'),
  ),
  refusal(`PATCH ${APPLICATION}`, 404, 'application-not-found', async (stage) =>
    stage.as(await operator(stage), 'patch', '/v1/admin/applications/nobodys').send({ name: 'X' }),
  ),
  refusal(`PUT ${LOGO}`, 404, 'application-not-found', async (stage) =>
    stage
      .as(await operator(stage), 'put', '/v1/admin/applications/nobodys/logo')
      .type('image/png')
      .send(png()),
  ),
  refusal(`PUT ${LOGO}`, 422, 'validation-failed', async (stage) =>
    stage
      .as(await operator(stage), 'put', '/v1/admin/applications/default/logo')
      .type('image/png')
      .send('a logo'),
  ),
  refusal(`DELETE ${LOGO}`, 404, 'application-not-found', async (stage) =>
    stage.as(await operator(stage), 'delete', '/v1/admin/applications/nobodys/logo'),
  ),
  refusal(`POST ${KEYS}`, 409, 'too-many-keys', async (stage) =>
    stage.as((await fullOfKeys(stage)).key, 'post', KEYS).send({ name: 'x' }),
  ),
  refusal(`POST ${KEYS}/{id}/rotation`, 409, 'too-many-keys', async (stage) => {
    const { key, ids } = await fullOfKeys(stage);
    const rotate = (id = '') => stage.as(key, 'post', `${KEYS}/${id}/rotation`);
    const successors: string[] = [];
    for (const id of ids) successors.push(((await rotate(id)).body as { id: string }).id);
    return rotate(successors[0]);
  }),
  refusal(`POST ${KEYS}`, 403, 'key-scope-refused', async (stage) =>
    stage.as((await keyMaker(stage)).key, 'post', KEYS).send({ name: 'x', scopes: ['users:read'] }),
  ),
  refusal(`POST ${KEYS}/{id}/rotation`, 403, 'key-scope-refused', async (stage) => {
    const { key, other } = await keyMaker(stage);
    return stage.as(key, 'post', `${KEYS}/${other}/rotation`);
  }),
  refusal(`POST ${KEYS}/{id}/rotation`, 404, 'key-unknown', async (stage) =>
    stage.as(await operator(stage), 'post', `${KEYS}/${NEVER_WAS}/rotation`),
  ),
  refusal(`DELETE ${KEYS}/{id}`, 404, 'key-unknown', async (stage) =>
    stage.as(await operator(stage), 'delete', `${KEYS}/not-an-id`),
  ),
  ...(
    [
      ['get', ''],
      ['put', '', WORDS],
      ['delete', ''],
      ['post', '/preview'],
      ['post', '/test'],
    ] as const
  ).map(([method, place, body]) =>
    refusal(`${method.toUpperCase()} ${TEMPLATE}${place}`, 404, 'template-unknown', async (stage) => {
      const request = stage.as(await operator(stage), method, `/v1/admin/templates/activation-code/xx${place}`);
      return body ? request.send(body) : request;
    }),
  ),
  refusal(`POST ${TEMPLATE}/test`, 409, 'test-needs-person', async (stage) =>
    stage.as((await stage.admin.keyOf()).key, 'post', `${MAIL}/test`),
  ),
  refusal(`POST ${TEMPLATE}/test`, 502, 'test-not-accepted', async (stage) =>
    stage.as(await operator(stage), 'post', `${MAIL}/test`),
  ),
  refusal(`POST ${TEMPLATE}/test`, 429, 'too-many-tests', async (stage) => {
    await stage.db.sql`
      insert into gatehouse.template_tests (application, hour, sent)
      values ('default', date_trunc('hour', gatehouse.now()), 20)
      on conflict (application) do update set hour = excluded.hour, sent = 20`;
    return stage.as(await operator(stage), 'post', `${MAIL}/test`);
  }),
  ...(['put', 'delete'] as const).flatMap((method) => [
    refusal(`${method.toUpperCase()} ${ROLE}`, 404, 'user-unknown', async (stage) =>
      stage.as(await operator(stage), method, `/v1/admin/users/${NEVER_WAS}/roles/admin`),
    ),
    refusal(`${method.toUpperCase()} ${ROLE}`, 404, 'role-unknown', async (stage) =>
      stage.as(await operator(stage), method, `/v1/admin/users/${NEVER_WAS}/roles/root`),
    ),
  ]),
  ...[FUNNEL, SPEND].map((path) =>
    refusal(`GET ${path}`, 422, 'validation-failed', async (stage) =>
      stage.as(await operator(stage), 'get', `${path}?from=2026-02-30&to=yesterday`),
    ),
  ),
  refusal(`GET ${FEEDBACK_WEEKS}`, 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'get', `${FEEDBACK_WEEKS}?weeks=0`),
  ),
  refusal(`GET ${DIAGNOSTICS}`, 404, 'not-found', async (stage) =>
    stage.as((await stage.admin.keyOf()).key, 'get', DIAGNOSTICS),
  ),
  refusal(`GET ${RATES}`, 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'get', `${RATES}?by=person&weeks=54`),
  ),
  refusal(`GET ${RATES}`, 404, 'application-not-found', async (stage) =>
    stage.as((await stage.admin.keyOf()).key, 'get', `${RATES}?by=provider&application=*`),
  ),
  ...[FUNNEL, SPEND].map((path) =>
    refusal(`GET ${path}`, 404, 'application-not-found', async (stage) =>
      stage.as((await stage.admin.keyOf()).key, 'get', `${path}?application=*`),
    ),
  ),
  refusal(`GET ${STOPS}`, 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'get', `${STOPS}?after=x&limit=0`),
  ),
  refusal(`DELETE ${STOPS}/{id}`, 404, 'text-stop-unknown', async (stage) =>
    stage.as(await operator(stage), 'delete', `${STOPS}/${NEVER_WAS}`),
  ),
  refusal(`GET ${MESSAGES}`, 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'get', `${MESSAGES}?state=lost&userId=me&after=1&limit=0`),
  ),
  refusal(`POST ${MESSAGES}/lookup`, 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'post', `${MESSAGES}/lookup`).send({ email: 'ada@' }),
  ),
  refusal(`GET ${SUPPRESSIONS}`, 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'get', `${SUPPRESSIONS}?after=1&limit=0`),
  ),
  refusal(`POST ${SUPPRESSIONS}/lookup`, 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'post', `${SUPPRESSIONS}/lookup`).send({ recipient: 'ada' }),
  ),
  refusal(`DELETE ${SUPPRESSIONS}/{id}`, 404, 'suppression-unknown', async (stage) =>
    stage.as(await operator(stage), 'delete', `${SUPPRESSIONS}/not-an-id`),
  ),
  refusal(`GET ${MESSAGES}/{id}`, 404, 'message-unknown', async (stage) =>
    stage.as(await operator(stage), 'get', `${MESSAGES}/${NEVER_WAS}`),
  ),
  ...(['retry', 'drop'] as const).flatMap((action) => [
    refusal(`POST ${MESSAGES}/{id}/${action}`, 404, 'message-unknown', async (stage) =>
      stage.as(await operator(stage), 'post', `${MESSAGES}/not-an-id/${action}`),
    ),
    refusal(`POST ${MESSAGES}/{id}/${action}`, 409, 'message-not-dead', async (stage) => {
      const id = crypto.randomUUID();
      await stage.db.sql`
        insert into gatehouse.deliveries (application, id, code_id, channel, state, attempts, not_before, deadline)
        values ('default', ${id}, ${id}, 'mail', 'sending', 1, now(), now())`;
      return stage.as(await operator(stage), 'post', `${MESSAGES}/${id}/${action}`);
    }),
  ]),
  refusal(`POST ${IMPORT}`, 422, 'validation-failed', async (stage) =>
    stage
      .as(await operator(stage), 'post', `${IMPORT}?importId=7`)
      .type('application/x-ndjson')
      .send('{}'),
  ),
  refusal(`POST ${IMPORT}`, 415, 'media-type-unsupported', async (stage) =>
    stage.as(await operator(stage), 'post', `${IMPORT}?importId=${NEVER_WAS}`).send({ email: 'ada@example.com' }),
  ),
  refusal(`GET ${USERS}`, 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'get', `${USERS}?state=asleep&createdFrom=yesterday&limit=201`),
  ),
  refusal(`POST ${USERS}/lookup`, 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'post', `${USERS}/lookup`).send({ email: 'ada@' }),
  ),
  refusal(`GET ${USERS}/{id}/timeline`, 422, 'validation-failed', async (stage) =>
    stage.as(await operator(stage), 'get', `${USERS}/${NEVER_WAS}/timeline?after=-1`),
  ),
  ...(
    [
      ['get', ''],
      ['delete', ''],
      ['get', '/timeline'],
      ['put', '/suspension'],
      ['delete', '/suspension'],
      ['post', '/activation/code'],
      ['get', '/codes'],
      ['get', '/sessions'],
      ['delete', '/sessions'],
    ] as const
  ).map(([method, place]) =>
    refusal(`${method.toUpperCase()} ${USERS}/{id}${place}`, 404, 'user-unknown', async (stage) => {
      const request = stage.as(await operator(stage), method, `${USERS}/${NEVER_WAS}${place}`);
      return method === 'put' ? request.send({ reason: 'x' }) : request;
    }),
  ),
  ...(['put', 'delete'] as const).map((method) =>
    refusal(`${method.toUpperCase()} ${USERS}/{id}/suspension`, 409, 'user-pending', async (stage) => {
      const { id } = await pendingRecord(stage);
      const request = stage.as(await operator(stage), method, `${USERS}/${id}/suspension`);
      return method === 'put' ? request.send({ reason: 'x' }) : request;
    }),
  ),
  refusal(`POST ${USERS}/{id}/activation/code`, 409, 'already-active', async (stage) => {
    const { id, token } = await stage.admin.someone('admin');
    return stage.as(token, 'post', `${USERS}/${id}/activation/code`);
  }),
  refusal(`POST ${USERS}/{id}/activation/code`, 429, 'throttled', async (stage) => {
    const { id } = await pendingRecord(stage);
    return stage.as(await operator(stage), 'post', `${USERS}/${id}/activation/code`);
  }),
];

const pendingRecord = async ({ api }: Stage) => ({ id: await api.register(somebody()) });
