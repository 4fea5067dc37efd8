import { isDone } from '../../history/history.ts';
import type { Evidence } from '../evidence.ts';
import type { Invariant } from '../invariant.ts';
import type { Delivery, Event } from '../rows.ts';

const NEVER = 'architecture, what must never happen';
/** Attempts at a message: ADR 136. */
const COPIES_OF_A_CODE = 16;
const COPIES_OF_A_NOTICE = 23;
/** It sends each message once, by our delivery’s id. */
const IDEMPOTENT = 'resend';
/** Of a message that was on its way when its recipient was erased. */
const UNDER_WAY_MS = 30_000;

const ORDERS = ['activation-code.issued.v1', 'password-reset.requested.v1', 'notice.issued.v1'];
const orders = ({ eventsByType }: Evidence): readonly Event[] => ORDERS.flatMap((type) => eventsByType.get(type) ?? []);

/** What becomes of messages. */
export const INVARIANTS_OF_MESSAGES: readonly Invariant[] = [
  {
    name: 'every message that was ordered has arrived, is dead with a reason, or still has time',
    source: NEVER,
    check: (evidence, verdict) => {
      for (const { id, data, subject } of orders(evidence)) {
        // Whose reset it was, its code alone knew.
        const isReset = data['userId'] === undefined && data['codeId'] !== undefined;
        if (isReset ? !evidence.codes.has(String(data['codeId'])) : isGone(evidence, String(data['userId'] ?? subject)))
          continue;
        const delivery = evidence.deliveries.get(id);
        verdict.holds(
          delivery !== undefined && isAccountedFor(delivery, evidence.now),
          () => `message ${id} is ${delivery?.state ?? 'nowhere'}, and nobody knows why`,
          id,
          subject,
        );
      }
    },
  },
  {
    name: 'a message that is recorded as sent was taken by a provider',
    source: NEVER,
    check: ({ deliveries, history }, verdict) => {
      const taken = new Set(history.taken.map(({ deliveryId }) => deliveryId));
      for (const { id, state, channel, user_id } of deliveries.values()) {
        if (state !== 'sent' || channel !== 'mail') continue;
        verdict.holds(taken.has(id), () => `message ${id} counts as sent, and no provider has it`, id, user_id);
      }
    },
  },
  {
    name: 'no message is sent that was not ordered',
    source: 'ADR 3',
    check: (evidence, verdict) => {
      const ordered = new Set(orders(evidence).map(({ id }) => id));
      for (const { deliveryId, to } of evidence.history.taken)
        if (deliveryId !== null)
          verdict.holds(ordered.has(deliveryId), () => `nobody ordered ${deliveryId}`, deliveryId, to);
    },
  },
  {
    name: 'a message comes as often as it was tried, at most',
    source: 'ADR 136',
    check: ({ history, deliveries }, verdict) => {
      const known = history.taken.filter(({ deliveryId }) => deliveryId !== null);
      for (const [id, copies] of Map.groupBy(known, ({ deliveryId }) => deliveryId)) {
        const most = deliveries.get(id ?? '')?.notice_id ? COPIES_OF_A_NOTICE : COPIES_OF_A_CODE;
        verdict.holds(copies.length <= most, () => `message ${id} came ${copies.length} times`, id);
      }
    },
  },
  {
    name: 'a provider that knows our ids sends each message once',
    source: 'ADR 136',
    check: ({ history }, verdict) => {
      const known = history.taken.filter(({ provider }) => provider === IDEMPOTENT);
      for (const [id, copies] of Map.groupBy(known, ({ deliveryId }) => deliveryId))
        verdict.holds(copies.length === 1, () => `${IDEMPOTENT} has sent ${id} ${copies.length} times`, id);
    },
  },
  {
    name: 'a message is recorded as sent by one event',
    source: 'ADR 2',
    check: ({ deliveries, eventsByType }, verdict) => {
      const told = Map.groupBy(eventsByType.get('message.sent.v1') ?? [], ({ data }) => String(data['messageId']));
      for (const { id, state, template, user_id } of deliveries.values()) {
        if (state !== 'sent' || template === null) continue;
        const times = told.get(id)?.length ?? 0;
        verdict.holds(times <= 1, () => `${times} events say that message ${id} was sent`, id, user_id);
      }
    },
  },
  {
    name: 'nothing is sent to people who have been erased',
    source: 'ADR 30',
    check: ({ calls, history }, verdict) => {
      const mails = Map.groupBy(history.taken, ({ to }) => to);
      for (const { about, answeredAt } of (calls.get('erase') ?? []).filter(isDone)) {
        const after = (answeredAt ?? 0) + UNDER_WAY_MS;
        const late = (mails.get(about['email'] ?? '') ?? []).filter(({ at }) => at > after);
        verdict.holds(
          late.length === 0,
          () => `${about['email']} got ${late.length} mails after erasure`,
          about['email'],
        );
      }
    },
  },
  {
    name: 'an acknowledged request for another code has one',
    source: NEVER,
    check: ({ calls, codes, users }, verdict) => {
      const byUser = Map.groupBy(codes.values(), ({ user_id }) => user_id ?? '');
      for (const call of (calls.get('resend') ?? []).filter(isDone)) {
        const id = call.about['id'] ?? '';
        if (users.get(id)?.state === 'erased') continue;
        const count = (byUser.get(id) ?? []).filter(({ purpose }) => purpose === 'activation').length;
        verdict.holds(
          count >= 2,
          () => `${call.about['email']} asked for another code and has ${count}`,
          id,
          call.about['email'],
        );
      }
    },
  },
];

/** Of people who are gone nothing is left to look at. */
const isGone = ({ users }: Evidence, id: string): boolean => users.get(id)?.state === 'erased';

function isAccountedFor({ state, failure, deadline }: Delivery, now: number): boolean {
  if (state === 'sent') return true;
  if (state === 'failed') return failure !== null;
  return deadline.getTime() + 60_000 > now;
}
