import { type Call, isDone, type Taken } from '../../history/history.ts';
import type { Invariant } from '../invariant.ts';
import type { Code } from '../rows.ts';

const NEVER = 'architecture, what must never happen';
/** Ours, between a provider’s acceptance and our note of it: it may be repeated, and the database may be down. */
const BOOKKEEPING_MS = 30_000;
/** Of `POLICY` in deployment.ts. */
const GAP_MS = 10_000;
const SHORT = 4;
const SHARED_TRIES = 3;

const ms = (date: Date | null): number => date?.getTime() ?? 0;

/** What becomes of codes. */
export const INVARIANTS_OF_CODES: readonly Invariant[] = [
  {
    name: 'a code is used before its end',
    source: 'ADR 5',
    check: ({ codes }, verdict) => {
      for (const { id, consumed_at, expires_at, user_id } of codes.values())
        if (consumed_at !== null)
          verdict.holds(ms(consumed_at) < ms(expires_at), () => `code ${id} was used after its end`, id, user_id);
    },
  },
  {
    name: 'an accepted code lives just as long as its policy says',
    source: 'ADR 5',
    check: ({ codes }, verdict) => {
      for (const { id, user_id, accepted_at, expires_at, life_seconds, failed_at } of codes.values()) {
        if (accepted_at === null || failed_at !== null) continue;
        const life = ms(expires_at) - ms(accepted_at);
        verdict.holds(Math.abs(life - life_seconds * 1_000) <= 1, () => `code ${id} lived for ${life} ms`, id, user_id);
      }
    },
  },
  {
    name: 'nobody activates later than a minute after the mail',
    source: 'ADR 5',
    check: ({ calls, history, codes, deliveries }, verdict) => {
      const mails = Map.groupBy(history.taken, ({ to }) => to);
      for (const call of ['activate', 'activate-late'].flatMap((op) => calls.get(op) ?? []).filter(isDone)) {
        const email = call.about['email'] ?? '';
        const carried = (mails.get(email) ?? []).filter(isOf(call));
        const last = Math.max(0, ...carried.filter(({ at }) => at <= (call.answeredAt ?? 0)).map(({ at }) => at));
        const life = (lifeOf(carried, deliveries, codes)?.life_seconds ?? 60) * 1_000;
        const late = call.askedAt - last - life - BOOKKEEPING_MS;
        verdict.holds(late <= 0, () => `${email} was activated ${late} ms too late`, email);
      }
    },
  },
  {
    name: 'a code that a person has used is one that was sent to them',
    source: NEVER,
    check: ({ calls, history }, verdict) => {
      const mails = Map.groupBy(history.taken, ({ to }) => to);
      for (const call of (calls.get('activate') ?? []).filter(isDone)) {
        const email = call.about['email'] ?? '';
        const isSent = (mails.get(email) ?? []).some(isOf(call));
        verdict.holds(isSent, () => `${email} was activated by ${call.about['code']}, which nobody sent`, email);
      }
    },
  },
  {
    name: 'a registration is activated by one code',
    source: NEVER,
    check: ({ codes }, verdict) => {
      const used = [...codes.values()].filter(
        ({ purpose, consumed_at }) => purpose === 'activation' && consumed_at !== null,
      );
      for (const [user, all] of Map.groupBy(used, ({ user_id }) => user_id))
        verdict.holds(all.length === 1, () => `${all.length} codes have activated ${user}`, user);
    },
  },
  {
    name: 'a used code was neither void nor given up before',
    source: NEVER,
    check: ({ codes }, verdict) => {
      for (const { id, consumed_at, voided_at, user_id } of codes.values()) {
        if (consumed_at === null) continue;
        const isSound = voided_at === null || ms(voided_at) >= ms(consumed_at);
        verdict.holds(isSound, () => `code ${id} was void when it was used`, id, user_id);
      }
    },
  },
  {
    name: 'a code has no more tries than its policy gives',
    source: 'ADR 61',
    check: ({ codes }, verdict) => {
      for (const { id, attempts, max_attempts, user_id } of codes.values())
        verdict.holds(attempts <= max_attempts, () => `code ${id} was tried ${attempts} times`, id, user_id);
    },
  },
  {
    name: 'an address’s short codes share three wrong tries',
    source: 'ADR 61',
    check: ({ calls }, verdict) => {
      const tries = ['activate', 'guess'].flatMap((op) => calls.get(op) ?? []);
      const wrong = tries.filter(({ code, about }) => code === 'code-invalid' && about['code']?.length === SHORT);
      for (const [email, all] of Map.groupBy(wrong, ({ about }) => about['email'] ?? ''))
        verdict.holds(all.length <= SHARED_TRIES, () => `${email} had ${all.length} wrong tries`, email);
    },
  },
  {
    name: 'copies of a message carry the same digits',
    source: 'ADR 4',
    check: ({ history }, verdict) => {
      const known = history.taken.filter(({ deliveryId, code }) => deliveryId !== null && code?.length === SHORT);
      for (const [id, copies] of Map.groupBy(known, ({ deliveryId }) => deliveryId)) {
        const digits = new Set(copies.map(({ code }) => code));
        verdict.holds(digits.size === 1, () => `message ${id} came with ${[...digits].join(' and ')}`, id);
      }
    },
  },
  {
    name: 'no mail carries a code that was dead when it was handed over',
    source: NEVER,
    check: ({ history, deliveries, codes }, verdict) => {
      for (const mail of history.taken.filter(({ code }) => code !== null)) {
        const code = codeOf(mail, deliveries, codes);
        if (code === undefined) continue;
        const isAlive = ms(code.expires_at) > mail.at;
        verdict.holds(
          isAlive,
          () => `the mail to ${mail.to} came ${mail.at - ms(code.expires_at)} ms after its code’s end`,
          code.id,
          mail.to,
        );
      }
    },
  },
  {
    name: 'no mail carries a code that was used or void long before',
    source: NEVER,
    check: ({ history, deliveries, codes }, verdict) => {
      for (const mail of history.taken.filter(({ code }) => code !== null)) {
        const code = codeOf(mail, deliveries, codes);
        const ended = [code?.consumed_at ?? null, code?.voided_at ?? null].filter((at) => at !== null).map(ms);
        if (code === undefined || ended.length === 0) continue;
        const late = mail.at - Math.min(...ended) - BOOKKEEPING_MS;
        verdict.holds(
          late <= 0,
          () => `the mail to ${mail.to} has a code that ended ${late} ms before`,
          code.id,
          mail.to,
        );
      }
    },
  },
  {
    name: 'no code is sent before it is due',
    source: 'architecture, throttles',
    check: ({ history, deliveries, codes }, verdict) => {
      for (const mail of history.taken) {
        const code = codeOf(mail, deliveries, codes);
        if (code === undefined) continue;
        const early = ms(code.send_after) - mail.at;
        verdict.holds(early <= 0, () => `the mail to ${mail.to} came ${early} ms too early`, code.id, mail.to);
      }
    },
  },
  {
    name: 'codes to one recipient keep their distance',
    source: 'architecture, throttles',
    check: ({ codes, users }, verdict) => {
      const activations = [...codes.values()].filter(({ purpose }) => purpose === 'activation');
      const byEmail = Map.groupBy(activations, ({ user_id }) => users.get(user_id ?? '')?.email ?? '');
      for (const [email, all] of byEmail) {
        if (email === '') continue;
        const times = all.map(({ send_after }) => ms(send_after)).sort((one, other) => one - other);
        for (const [index, time] of times.slice(1).entries()) {
          const gap = time - (times[index] ?? 0);
          verdict.holds(gap >= GAP_MS - 1, () => `two codes to ${email} are ${gap} ms apart`, email);
        }
      }
    },
  },
  {
    name: 'a code was ordered by one event, and every order has its code',
    source: 'ADR 3',
    check: ({ codes, eventsByType, users }, verdict) => {
      const orders = ['activation-code.issued.v1', 'password-reset.requested.v1'].flatMap(
        (type) => eventsByType.get(type) ?? [],
      );
      const byCode = Map.groupBy(orders, ({ data }) => String(data['codeId']));
      for (const { id, user_id } of codes.values()) {
        const times = byCode.get(id)?.length ?? 0;
        verdict.holds(times === 1, () => `code ${id} was ordered ${times} times`, id, user_id);
      }
      for (const [id, [order]] of byCode) {
        const isLeft = users.get(String(order?.data['userId'] ?? ''))?.state !== 'erased';
        if (isLeft && order?.type === 'activation-code.issued.v1')
          verdict.holds(codes.has(id), () => `code ${id} was ordered, and is not there`, id, order?.subject);
      }
    },
  },
];

const isOf =
  (call: Call) =>
  ({ code }: Taken): boolean =>
    code === call.about['code'];

type Deliveries = Parameters<Invariant['check']>[0]['deliveries'];

function codeOf({ deliveryId }: Taken, deliveries: Deliveries, codes: ReadonlyMap<string, Code>): Code | undefined {
  return codes.get(deliveries.get(deliveryId ?? '')?.code_id ?? '');
}

function lifeOf(mails: readonly Taken[], deliveries: Deliveries, codes: ReadonlyMap<string, Code>): Code | undefined {
  return mails.map((mail) => codeOf(mail, deliveries, codes)).find((code) => code !== undefined);
}
