import { textIn } from '../../clients/person.ts';
import { type Call, isDone } from '../../history/history.ts';
import { done } from '../evidence.ts';
import type { Invariant } from '../invariant.ts';
import type { User } from '../rows.ts';

const NEVER = 'architecture, what must never happen';
const isOwner = ({ state }: User): boolean => state === 'active' || state === 'suspended';

/** What becomes of those who sign up. */
export const INVARIANTS_OF_SIGN_UPS: readonly Invariant[] = [
  {
    name: 'an acknowledged sign-up is kept',
    source: NEVER,
    check: (evidence, verdict) => {
      for (const { body, about } of done(evidence, 'sign-up', 'sign-up-taken', 'command')) {
        const id = textIn(body, 'id');
        verdict.holds(evidence.users.has(id), () => `${id} was acknowledged, and is not there`, id, about['email']);
      }
    },
  },
  {
    name: 'a user has the event of its beginning',
    source: NEVER,
    check: ({ users, eventsByType }, verdict) => {
      const begun = ['user.registered.v1', 'user.imported.v1'].flatMap((type) => eventsByType.get(type) ?? []);
      const subjects = new Set(begun.map(({ subject }) => subject));
      for (const { id, email } of users.values())
        verdict.holds(subjects.has(id), () => `${id} is there without an event`, id, email);
    },
  },
  {
    name: 'an event of a beginning has its user',
    source: NEVER,
    check: ({ users, eventsByType }, verdict) => {
      for (const type of ['user.registered.v1', 'user.imported.v1'])
        for (const { subject } of eventsByType.get(type) ?? [])
          verdict.holds(users.has(subject), () => `the log tells of ${subject}, who is not there`, subject);
    },
  },
  {
    name: 'nobody is there who did not ask',
    source: NEVER,
    check: ({ users, calls }, verdict) => {
      const asked = new Set(
        ['sign-up', 'sign-up-taken', 'command', 'durable-command', 'change-address']
          .flatMap((op) => calls.get(op) ?? [])
          .flatMap(({ about }) => [about['email'] ?? '', about['next'] ?? '']),
      );
      for (const { about } of calls.get('import') ?? [])
        for (const email of (about['emails'] ?? '').split(' ')) asked.add(email);
      for (const { id, email } of users.values())
        if (email !== null) verdict.holds(asked.has(email), () => `nobody has asked for ${email}`, id, email);
    },
  },
  {
    name: 'a sign-up with a key is done once, however often it was repeated',
    source: 'ADR 39',
    check: ({ calls, usersByEmail }, verdict) => {
      const all = ['sign-up', 'sign-up-taken'].flatMap((op) => calls.get(op) ?? []);
      const moved = new Set(
        ['change-address', 'undo-address'].flatMap((op) => calls.get(op) ?? []).map(({ about }) => about['id']),
      );
      for (const [email, asked] of Map.groupBy(all, ({ about }) => about['email'] ?? '')) {
        const keys = new Set(asked.map(({ key }) => key));
        const rows = (usersByEmail.get(email) ?? []).filter(({ id }) => !moved.has(id)).length;
        verdict.holds(rows <= keys.size, () => `${email}: ${rows} users of ${keys.size} sign-ups`, email);
      }
    },
  },
  {
    name: 'repetitions with the same key get the same answer',
    source: 'ADR 39',
    check: ({ history }, verdict) => {
      const keyed = history.calls.filter((call) => call.key !== null && isDone(call) && call.op !== 'durable-command');
      for (const [, alike] of Map.groupBy(keyed, ({ key }) => key)) {
        const [first, ...others] = alike;
        for (const { body, about, n } of others) {
          const isSame = JSON.stringify(body) === JSON.stringify(first?.body);
          verdict.holds(isSame, () => `calls ${first?.n} and ${n} have one key and two answers`, about['email']);
        }
      }
    },
  },
  {
    name: 'an address has one owner in an application',
    source: 'ADR 6',
    check: ({ usersByEmail }, verdict) => {
      for (const [email, users] of usersByEmail) {
        if (email === '') continue;
        const owners = users.filter(isOwner);
        verdict.holds(owners.length <= 1, () => `${email} belongs to ${owners.length} accounts`, email);
      }
    },
  },
  {
    name: 'an acknowledged activation is kept',
    source: NEVER,
    check: (evidence, verdict) => {
      for (const { body, about } of done(evidence, 'activate', 'activate-late')) {
        const user = evidence.users.get(textIn(body, 'id'));
        const isKept = user !== undefined && (user.state === 'erased' || (isOwner(user) && user.activated_at !== null));
        verdict.holds(isKept, () => `${about['email']} was activated, and is ${user?.state}`, user?.id, about['email']);
      }
    },
  },
  {
    name: 'an account was activated by one event',
    source: 'ADR 2',
    check: ({ users, eventsByType }, verdict) => {
      const told = Map.groupBy(eventsByType.get('user.activated.v1') ?? [], ({ subject }) => subject);
      for (const { id, email, state, activated_at, import_id } of users.values()) {
        if (import_id !== null || state === 'erased') continue;
        const times = told.get(id)?.length ?? 0;
        const awaited = activated_at === null ? 0 : 1;
        verdict.holds(
          times === awaited,
          () => `${id} was activated ${awaited} times, ${times} events say so`,
          id,
          email,
        );
      }
    },
  },
  {
    name: 'activation puts an end to the address’s other registrations of before',
    source: 'ADR 6',
    check: (evidence, verdict) => {
      const signedUp = done(evidence, 'sign-up');
      for (const { about, askedAt, body } of done(evidence, 'activate')) {
        for (const earlier of signedUp) {
          if (earlier.about['email'] !== about['email'] || (earlier.answeredAt ?? askedAt) >= askedAt) continue;
          const id = textIn(earlier.body, 'id');
          if (id === textIn(body, 'id')) continue;
          const state = evidence.users.get(id)?.state;
          verdict.holds(
            state !== 'pending',
            () => `${id} still waits beside the owner of its address`,
            id,
            about['email'],
          );
        }
      }
    },
  },
  {
    name: 'a taken address is answered as a free one',
    source: 'ADR 14',
    check: (evidence, verdict) => {
      const fields = (call: Call | undefined): string =>
        Object.keys((call?.body as object | null) ?? {})
          .sort()
          .join();
      const [free] = done(evidence, 'sign-up');
      for (const taken of evidence.calls.get('sign-up-taken') ?? []) {
        if (taken.status === 0 || taken.status >= 500 || taken.status === 429 || free === undefined) continue;
        const isAlike = taken.status === 201 && fields(taken) === fields(free);
        if (taken.code === 'idempotency-in-flight') continue;
        verdict.holds(isAlike, () => `${taken.about['email']} was answered ${taken.status}`, taken.about['email']);
      }
    },
  },
  {
    name: 'an imported line is kept, once',
    source: 'ADR 38',
    check: ({ calls, users, usersByEmail }, verdict) => {
      for (const call of (calls.get('import') ?? []).filter(isDone)) {
        const lines = String(call.body)
          .split('\n')
          .filter((line) => line.includes('"id"'));
        for (const line of lines) {
          const id = textIn(JSON.parse(line), 'id');
          verdict.holds(users.has(id), () => `${id} was imported, and is not there`, id);
        }
        for (const email of (call.about['emails'] ?? '').split(' ')) {
          const rows = usersByEmail.get(email)?.length ?? 0;
          verdict.holds(rows <= 1, () => `${email} was imported ${rows} times`, email);
        }
      }
    },
  },
  {
    name: 'a command over the broker that was acknowledged is done once',
    source: 'ADR 41',
    check: (evidence, verdict) => {
      for (const [, [call]] of Map.groupBy(done(evidence, 'command'), ({ key }) => key)) {
        const email = call?.about['email'] ?? '';
        const rows = evidence.usersByEmail.get(email)?.length ?? 0;
        verdict.holds(rows === 1, () => `${email}: ${rows} users of one command`, email);
      }
    },
  },
  {
    name: 'a durable command that the broker has taken is done once, or reported as dead',
    source: 'ADR 41',
    check: (evidence, verdict) => {
      for (const [key, [call]] of Map.groupBy(done(evidence, 'durable-command'), (one) => one.key)) {
        const email = call?.about['email'] ?? '';
        const rows = evidence.usersByEmail.get(email)?.length ?? 0;
        const isDead = evidence.dead.has(key ?? '');
        const isWaiting = rows === 0 && (evidence.unsettled['durable commands'] ?? 0) > 0;
        verdict.holds(
          isWaiting || rows === (isDead ? 0 : 1),
          () => `${email}: ${rows} users of one durable command`,
          email,
        );
      }
    },
  },
];
