import { type Command, type CommandContext, err, ok, refusal } from '@gatehouse/kernel';
import { DeliverMessage, type DeliveryOutcome } from '@gatehouse/notification/contract';
import { fieldErrors } from '@gatehouse/platform/validation';
import { DeliverMessageJob } from '../../../libs/notification/adapters/jobs/deliver-message-job.js';
import { MessageOrders } from '../../../libs/notification/adapters/jobs/message-orders.js';

const EVENT = '0197a000-0000-7000-8000-000000000001';
const SEND_AFTER = '2026-05-01T12:00:00.000Z';
const data = {
  application: 'acme',
  eventId: EVENT,
  userId: '0197a000-0000-7000-8000-000000000003',
  codeId: '0197a000-0000-7000-8000-000000000002',
  channel: 'mail',
  sendAfter: SEND_AFTER,
};

function jobThatLeadsTo(answer: unknown) {
  const asked: { command: unknown; context: CommandContext }[] = [];
  const ends: unknown[][] = [];
  const job = new DeliverMessageJob({
    bus: {
      execute: async <R>(command: Command<R>, context: CommandContext) => {
        asked.push({ command, context });
        return answer as R;
      },
    },
    clock: { now: () => new Date('2026-05-01T12:00:01.500Z') },
    onEnd: (...end) => ends.push(end),
  });
  return { asked, ends, handle: (id = EVENT) => job.handle({ id, data }) };
}
const outcome = (value: DeliveryOutcome) => ok(value);

describe('a job for a message', () => {
  it('makes one attempt, in the form that the contract wants', async () => {
    const { asked, handle } = jobThatLeadsTo(outcome({ outcome: 'sent' }));
    await handle();
    const { application: _, eventId, ...fields } = data;
    expect(asked).toEqual([
      {
        command: Object.assign(new DeliverMessage(), { deliveryId: eventId, ...fields }),
        context: { application: 'acme', network: null, requestId: EVENT },
      },
    ]);
    expect(fieldErrors(asked[0]?.command as object)).toEqual([]);
  });

  it('is done when the message is sent, and reports how long that took', async () => {
    const { ends, handle } = jobThatLeadsTo(outcome({ outcome: 'sent' }));
    expect(await handle()).toEqual({ kind: 'done' });
    expect(ends).toEqual([['sent', 'mail', 1.5]]);
  });

  it('comes again at the time that was decided, as a job of its own', async () => {
    const at = new Date('2026-05-01T12:00:09.000Z');
    const { ends, handle } = jobThatLeadsTo(outcome({ outcome: 'retry', at }));
    expect(await handle()).toEqual({ kind: 'again', job: { id: expect.any(String), data, startAfter: at } });
    expect(ends).toEqual([]);
  });

  it('leads to the same next job however often it is repeated, and that one to another', async () => {
    const { handle } = jobThatLeadsTo(outcome({ outcome: 'retry', at: new Date() }));
    const next = async (id?: string) => {
      const result = await handle(id);
      return result.kind === 'again' ? result.job.id : '';
    };
    const second = await next();
    expect(await next()).toBe(second);
    expect(new Set([EVENT, second, await next(second)]).size).toBe(3);
  });

  it.each(['deadline-passed', 'refused'] as const)('is a dead letter when the message is lost: %s', async (reason) => {
    const { ends, handle } = jobThatLeadsTo(outcome({ outcome: 'dead', reason }));
    expect(await handle()).toEqual({ kind: 'dead', reason });
    expect(ends).toEqual([[reason, 'mail', null]]);
  });

  it.each(['code-over', 'code-unknown'] as const)(
    'is done when the message is no longer needed: %s',
    async (reason) => {
      const { ends, handle } = jobThatLeadsTo(outcome({ outcome: 'dead', reason }));
      expect(await handle()).toEqual({ kind: 'done' });
      expect(ends).toEqual([[reason, 'mail', null]]);
    },
  );

  it('is a dead letter when its data is no order', async () => {
    const { handle } = jobThatLeadsTo(err(refusal('validation-failed')));
    expect(await handle()).toEqual({ kind: 'dead', reason: 'validation-failed' });
  });
});

it('every code that is issued becomes a job with the event’s id, not before its time', async () => {
  const inserted: unknown[] = [];
  const orders = new MessageOrders({ insert: async (queue, jobs) => void inserted.push(queue, ...jobs) });
  const { application, eventId: _, ...rest } = data;
  await orders.hand([
    {
      id: EVENT,
      application,
      subject: data.userId,
      type: 'activation-code.issued.v1',
      data: { ...rest, purpose: 'activation' },
      occurredAt: new Date(SEND_AFTER),
    },
  ]);
  expect(orders.types).toContain('activation-code.issued.v1');
  expect(inserted).toEqual(['deliver-message', { id: EVENT, data, startAfter: new Date(SEND_AFTER) }]);
});

it('every notice and every reset that is asked for becomes a job as well', async () => {
  const inserted: unknown[] = [];
  const orders = new MessageOrders({ insert: async (_queue, jobs) => void inserted.push(...jobs) });
  const { application, userId, codeId } = data;
  const event = { id: EVENT, application, occurredAt: new Date(SEND_AFTER) };
  await orders.hand([
    { ...event, subject: codeId, type: 'password-reset.requested.v1', data: { codeId, sendAfter: SEND_AFTER } },
    { ...event, subject: userId, type: 'notice.issued.v1', data: { userId, noticeId: codeId, kind: 'password-reset' } },
  ]);
  const job = { application, eventId: EVENT, channel: 'mail', sendAfter: SEND_AFTER };
  expect(inserted).toEqual([
    { id: EVENT, data: { ...job, codeId }, startAfter: new Date(SEND_AFTER) },
    { id: EVENT, data: { ...job, userId, noticeId: codeId }, startAfter: new Date(SEND_AFTER) },
  ]);
  for (const { data: fields } of inserted as { data: { eventId: string } }[]) {
    const command = Object.assign(new DeliverMessage(), fields, { deliveryId: fields.eventId });
    expect(fieldErrors(command).filter(({ code }) => code !== 'field-unknown')).toEqual([]);
  }
});

it('a message is about a code or a notice', () => {
  const command = Object.assign(new DeliverMessage(), { deliveryId: EVENT, channel: 'mail', sendAfter: SEND_AFTER });
  expect(fieldErrors(command)).toMatchObject([{ pointer: '/codeId' }]);
});
