import { randomUUID } from 'node:crypto';
import type { Command, Result } from '@gatehouse/kernel';
import { DeliverMessage, RecordOutcomes } from '@gatehouse/notification/contract';
import { commandFrom } from '@gatehouse/platform/edge';
import {
  AbandonActivationCode,
  AbandonNotice,
  AcceptNotice,
  DispatchActivationCode,
  DispatchNotice,
  RecordMessageOutcomes,
  StartActivationCode,
} from '@gatehouse/registration/contract';
import { DeliverWebhook } from '../../../../libs/webhooks/contract/commands/deliveries.js';
import { newSlug } from '../../../support/administration.js';
import { somebody } from '../../../support/api.js';
import type { Stage } from '../problems/stage.js';
import { type Attempt, type CutCommand, cut, outcomeOfCommand } from './attempt.js';

type Made = () => Command<Result<unknown, { readonly code: string }>>;

const asking =
  (make: Made): Attempt =>
  (api) =>
    outcomeOfCommand(api, make());

const codeOf = async ({ api }: Stage) => api.latestCode(await api.register(somebody()));
const sentCodeOf = async ({ api }: Stage) => {
  const userId = await api.register(somebody());
  await api.send(userId);
  return api.latestCode(userId);
};
/** That the password was changed. */
const noticeOf = async (stage: Stage) => {
  const { id, token, person } = await stage.admin.someone('user');
  const body = { currentPassword: person.password, newPassword: 'eleven quiet harbours' };
  await stage.as(token, 'put', '/v1/users/me/password').send(body).expect(204);
  const [notice] = await stage.db.sql<{ id: string }[]>`select id from gatehouse.notices where user_id = ${id}`;
  return notice?.id ?? '';
};

const now = async ({ db }: Stage): Promise<string> => {
  const [row] = await db.sql<{ now: Date }[]>`select gatehouse.now() as now`;
  return row?.now.toISOString() ?? '';
};
const handedOver = async (stage: Stage, about: { codeId: string } | { noticeId: string }): Promise<Attempt> => {
  const fields = { deliveryId: randomUUID(), channel: 'mail', sendAfter: await now(stage), ...about };
  return (_api, { worker }) => outcomeOfCommand(worker, commandFrom(DeliverMessage, fields));
};

async function orderedDelivery(stage: Stage, url: string) {
  const slug = newSlug();
  await stage.admin.createApplication(slug);
  const { key } = await stage.admin.keyOf(slug);
  const { body } = await stage.as(key, 'post', '/v1/admin/webhooks').send({ url }).expect(201);
  const [delivery] = await stage.db.sql<{ deliveryId: string; run: string }[]>`
    insert into gatehouse.webhook_deliveries (application, id, webhook_id, event_id, event_type, run, state, deadline, created_at)
    select application, gen_random_uuid(), ${(body as { id: string }).id}, id, type, id, 'pending', now + interval '1 day', now
    from gatehouse.event_log, gatehouse.now() as now
    where application = ${slug} and type = 'webhook.created.v1' returning id as "deliveryId", run`;
  return { slug, ...delivery };
}

/** What workers do with messages, and say of those that they hand over. */
export const messages: readonly CutCommand[] = [
  cut('hand-over of a code', async (stage) => handedOver(stage, { codeId: await codeOf(stage) })),
  cut('hand-over of a notice', async (stage) => handedOver(stage, { noticeId: await noticeOf(stage) })),
  cut(
    'hand-over to a webhook',
    async (stage, receiver) => {
      const { slug, deliveryId, run } = await orderedDelivery(stage, receiver);
      return (_api, { worker }) => outcomeOfCommand(worker, commandFrom(DeliverWebhook, { deliveryId, run }), slug);
    },
    { again: 'done over' },
  ),
  cut('dispatch of a code', async (stage) => {
    const codeId = await codeOf(stage);
    return asking(() => commandFrom(DispatchActivationCode, { codeId, sendTimeoutSeconds: 10 }));
  }),
  cut('start of a code', async (stage) => {
    const codeId = await sentCodeOf(stage);
    return asking(() => commandFrom(StartActivationCode, { codeId }));
  }),
  cut('what became of a code’s message', async (stage) => {
    const outcomes = [{ codeId: await sentCodeOf(stage), state: 'bounced', reason: 'mailbox-unavailable' }];
    return asking(() => commandFrom(RecordMessageOutcomes, { outcomes }));
  }),
  cut('what a provider reports', async ({ db }) => {
    const deliveryId = randomUUID();
    await db.sql`
      insert into gatehouse.deliveries (application, id, code_id, channel, state, attempts, not_before, deadline, provider)
      values ('default', ${deliveryId}, ${deliveryId}, 'mail', 'sent', 1, now(), now(), 'postmark')`;
    const outcomes = [{ deliveryId, outcome: 'deferred', at: '2026-05-01T12:00:00.000Z' }];
    return asking(() => commandFrom(RecordOutcomes, { channel: 'mail', provider: 'postmark', outcomes }));
  }),
  cut('end of a code that nobody got', async (stage) => {
    const codeId = await sentCodeOf(stage);
    return asking(() => commandFrom(AbandonActivationCode, { codeId, reason: 'deadline' }));
  }),
  cut(
    'dispatch of a notice',
    async (stage) => {
      const noticeId = await noticeOf(stage);
      return asking(() => commandFrom(DispatchNotice, { noticeId }));
    },
    { isReading: true },
  ),
  cut('acceptance of a notice', async (stage) => {
    const noticeId = await noticeOf(stage);
    return asking(() => commandFrom(AcceptNotice, { noticeId }));
  }),
  cut('end of a notice that nobody got', async (stage) => {
    const noticeId = await noticeOf(stage);
    return asking(() => commandFrom(AbandonNotice, { noticeId, reason: 'deadline-passed' }));
  }),
];
