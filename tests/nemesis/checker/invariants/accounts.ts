import { done, isAfter } from '../evidence.ts';
import type { Invariant } from '../invariant.ts';

/** What a broker of an old version has deleted for so long is off its disk, in milliseconds. */
const RESTORED_MS = 60_000;
/** Seen with 2.9, and not with 2.15. */
const RESTORES = /^2\.[0-9]\./;

/** Tombstones, the logs, and a session that was begun at the same moment and is revoked. A column that is new is none of these. */
const IDS_STAY: readonly string[] = [
  ...[
    'users.id',
    'event_log.subject',
    'event_log.data',
    'audit_log.subject',
    'audit_log.administrator_id',
    'audit_log.details',
  ],
  ...['sessions.user_id', 'idempotency_keys.person', 'published_events.subject'],
];
/** Counts outlive an account that has not proven its address, and later requests for it are counted like any. */
const COUNTED_BY_ADDRESS: readonly string[] = ['throttles.key', 'password_tries.email', 'activation_codes.target'];

/** What becomes of addresses, and of those who leave. */
export const INVARIANTS_OF_ACCOUNTS: readonly Invariant[] = [
  {
    name: 'an acknowledged change of address is kept',
    source: 'ADR 28',
    check: (evidence, verdict) => {
      const later = ['change-address', 'undo-address'].flatMap((op) => evidence.calls.get(op) ?? []);
      for (const call of done(evidence, 'change-address')) {
        const id = call.about['id'] ?? '';
        const user = evidence.users.get(id);
        const isLast = !later.some((other) => other.about['id'] === id && other.askedAt > call.askedAt);
        if (!isLast || user === undefined || user.state === 'erased') continue;
        verdict.holds(
          user.email === call.about['next'],
          () => `${id} has ${user.email}, not ${call.about['next']}`,
          id,
        );
      }
    },
  },
  {
    name: 'an undone change gives the former address back',
    source: 'ADR 28',
    check: (evidence, verdict) => {
      for (const call of done(evidence, 'undo-address')) {
        const user = evidence.users.get(call.about['id'] ?? '');
        const moved = (evidence.calls.get('change-address') ?? []).some(
          (other) => other.about['id'] === user?.id && other.askedAt > call.askedAt,
        );
        if (user === undefined || user.state === 'erased' || moved) continue;
        verdict.holds(user.email === call.about['former'], () => `${user.id} has ${user.email}`, user.id);
      }
    },
  },
  {
    name: 'a link undoes a change once',
    source: 'ADR 28',
    check: (evidence, verdict) => {
      for (const [, all] of Map.groupBy(done(evidence, 'undo-address'), ({ about }) => about['token']))
        verdict.holds(all.length === 1, () => `a link has worked ${all.length} times`, all[0]?.about['id']);
      const told = evidence.eventsByType.get('user.email-change-undone.v1') ?? [];
      const undone = evidence.changes.filter(({ undone_at }) => undone_at !== null);
      for (const { user_id } of undone)
        verdict.holds(
          told.some(({ subject }) => subject === user_id),
          () => `${user_id} was moved back silently`,
          user_id,
        );
    },
  },
  {
    name: 'the former mailbox gets notice of a change of address',
    source: 'ADR 28',
    check: ({ changes, notices }, verdict) => {
      const told = new Set(notices.map(({ change_id }) => change_id));
      for (const { id, user_id } of changes)
        verdict.holds(told.has(id), () => `nobody was told of change ${id}`, id, user_id);
    },
  },
  {
    name: 'people who have been erased stay erased',
    source: 'ADR 30',
    check: (evidence, verdict) => {
      const back = done(evidence, 'sign-in', 'sign-in-erased', 'refresh', 'activate');
      for (const call of done(evidence, 'erase')) {
        const { id = '', email } = call.about;
        verdict.holds(
          evidence.users.get(id)?.state === 'erased',
          () => `${id} is ${evidence.users.get(id)?.state}`,
          id,
          email,
        );
        const returned = back.filter((other) => other.about['id'] === id && isAfter(other, call));
        verdict.holds(returned.length === 0, () => `${id} came back by ${returned[0]?.op}`, id, email);
      }
    },
  },
  {
    name: 'of people who have been erased nothing is left but an id and times',
    source: 'ADR 30',
    check: ({ users }, verdict) => {
      for (const { id, state, email, name, phone, password_hash } of users.values()) {
        if (state !== 'erased') continue;
        const left = [email, name, phone, password_hash].filter((value) => value !== null && value !== '');
        verdict.holds(left.length === 0, () => `${id} was erased, and has ${left.length} fields left`, id);
      }
    },
  },
  {
    name: 'no table has anything left of erased people, but ids where they stay',
    source: 'ADR 30',
    check: ({ users, usersByEmail, sessions, traces }, verdict) => {
      const open = new Set([...sessions.values()].filter((one) => one.revoked_at === null).map((one) => one.user_id));
      const left = Map.groupBy(traces, ({ text }) => text);
      const erased = [...users.values()].filter(({ state }) => state === 'erased').map(({ id }) => id);
      for (const id of erased) {
        const columns = (left.get(id) ?? []).map(({ column }) => column).filter((column) => !IDS_STAY.includes(column));
        verdict.holds(columns.length === 0, () => `${columns} of ${id} are left after erasure`, id);
        verdict.holds(!open.has(id), () => `a session of ${id} is open after erasure`, id);
      }
      for (const [text, found] of left) {
        // Who has the address by now, and whom it is counted for, other invariants say.
        const columns = found.map(({ column }) => column).filter((column) => !COUNTED_BY_ADDRESS.includes(column));
        if (text.includes('@') && (usersByEmail.get(text)?.length ?? 0) === 0)
          verdict.holds(columns.length === 0, () => `${columns} have ${text} of somebody erased`, text);
      }
    },
  },
  {
    name: 'no event and no counter has the address of an erased person',
    source: 'ADR 30',
    check: (evidence, verdict) => {
      const texts = new Set(
        evidence.events.flatMap(({ data }) => Object.values(data).filter((one) => typeof one === 'string')),
      );
      for (const { about } of done(evidence, 'erase')) {
        const email = about['email'] ?? '';
        if ((evidence.usersByEmail.get(email)?.length ?? 0) > 0) continue;
        verdict.holds(!texts.has(email), () => `the log still has ${email}`, about['id'], email);
        // What an account has never proven may be somebody else’s: those counters stay.
        const isProven = done(evidence, 'activate').some((call) => call.about['email'] === email);
        const counted = evidence.throttles.filter(({ key }) => key === email);
        if (isProven)
          verdict.holds(counted.length === 0, () => `${counted.map(({ bucket }) => bucket)} count ${email}`, email);
      }
    },
  },
  {
    name: 'the broker’s copies of an erased person’s events are overwritten',
    source: 'ADR 41',
    check: (evidence, verdict) => {
      const texts = evidence.stream.map(({ text }) => text);
      if ((evidence.unsettled['followers that are behind'] ?? 0) > 0) return;
      const restoring = evidence.history.faults.filter(
        ({ kind }) => kind === 'broker-kill' && RESTORES.test(evidence.broker),
      );
      const kills = restoring.map(({ beganAt }) => beganAt);
      for (const { about, answeredAt } of done(evidence, 'erase')) {
        const email = about['email'] ?? '';
        // A broker that is killed may bring back what it has just deleted: docs/reliability.md names that limit.
        if (kills.some((at) => at >= (answeredAt ?? 0) - RESTORED_MS && at <= (answeredAt ?? 0) + RESTORED_MS))
          continue;
        if ((evidence.usersByEmail.get(email)?.length ?? 0) > 0 || texts.length === 0) continue;
        const left = texts.filter((text) => text.includes(email));
        verdict.holds(
          left.length === 0,
          () => `the broker has ${left.length} events with ${email}`,
          about['id'],
          email,
        );
      }
    },
  },
];
