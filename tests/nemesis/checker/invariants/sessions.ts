import { sessionOf } from '../../clients/living.ts';
import { textIn } from '../../clients/person.ts';
import type { Call } from '../../history/history.ts';
import { done, isAfter } from '../evidence.ts';
import type { Invariant } from '../invariant.ts';

const sessionIn = ({ body }: Call): string => sessionOf({ accessToken: textIn(body, 'accessToken') });

/** What becomes of sessions and passwords. */
export const INVARIANTS_OF_SESSIONS: readonly Invariant[] = [
  {
    name: 'an acknowledged sign-in has a session',
    source: 'ADR 19',
    check: (evidence, verdict) => {
      for (const call of done(evidence, 'sign-in')) {
        const id = sessionIn(call);
        verdict.holds(evidence.sessions.has(id), () => `session ${id} is not there`, id, call.about['email']);
      }
    },
  },
  {
    name: 'a session that has ended stays ended',
    source: 'ADR 19',
    check: (evidence, verdict) => {
      const refreshed = done(evidence, 'refresh');
      for (const out of done(evidence, 'sign-out')) {
        const session = out.about['session'] ?? '';
        const late = refreshed.filter((call) => call.about['session'] === session && isAfter(call, out));
        verdict.holds(late.length === 0, () => `session ${session} goes on after its end`, session, out.about['email']);
        const row = evidence.sessions.get(session);
        verdict.holds(row === undefined || row.revoked_at !== null, () => `session ${session} is open`, session);
      }
    },
  },
  {
    name: 'a new password ends the other sessions of before',
    source: 'ADR 21',
    check: (evidence, verdict) => {
      const signedIn = done(evidence, 'sign-in');
      const refreshed = done(evidence, 'refresh');
      for (const change of done(evidence, 'change-password', 'reset', 'undo-address')) {
        const isOther = (call: Call) =>
          call.about['id'] === change.about['id'] && sessionIn(call) !== change.about['session'];
        for (const session of signedIn.filter((call) => isOther(call) && isAfter(change, call)).map(sessionIn)) {
          const late = refreshed.filter((call) => call.about['session'] === session && isAfter(call, change));
          verdict.holds(
            late.length === 0,
            () => `session ${session} survived ${change.op}`,
            session,
            change.about['email'],
          );
        }
      }
    },
  },
  {
    name: 'an old password opens nothing once the new one is acknowledged',
    source: 'ADR 21',
    check: (evidence, verdict) => {
      const signedIn = done(evidence, 'sign-in', 'sign-in-old');
      for (const change of done(evidence, 'change-password', 'reset')) {
        const isOld = (call: Call) =>
          call.about['id'] === change.about['id'] && call.about['password'] === change.about['old'];
        const late = signedIn.filter((call) => isOld(call) && isAfter(call, change));
        verdict.holds(
          late.length === 0,
          () => `${change.about['email']}: the old password still works`,
          change.about['id'],
          change.about['email'],
        );
      }
    },
  },
  {
    name: 'a refresh token has one successor',
    source: 'ADR 19',
    check: (evidence, verdict) => {
      for (const [, all] of Map.groupBy(done(evidence, 'refresh'), ({ about }) => about['token'])) {
        const successors = new Set(all.map(({ body }) => textIn(body, 'refreshToken')));
        verdict.holds(
          successors.size === 1,
          () => `one token, ${successors.size} successors`,
          all[0]?.about['session'],
        );
      }
    },
  },
  {
    name: 'a session was started by one event',
    source: 'ADR 2',
    check: (evidence, verdict) => {
      const told = Map.groupBy(evidence.eventsByType.get('session.started.v1') ?? [], ({ data }) =>
        String(data['sessionId']),
      );
      for (const { id, user_id } of evidence.sessions.values()) {
        if (evidence.users.get(user_id)?.state === 'erased' || !evidence.users.has(user_id)) continue;
        const times = told.get(id)?.length ?? 0;
        verdict.holds(times === 1, () => `${times} events say that session ${id} was started`, id, user_id);
      }
    },
  },
  {
    name: 'an acknowledged change of the profile is kept, and read back at once',
    source: 'architecture, what must never happen',
    check: (evidence, verdict) => {
      const byPerson = Map.groupBy(evidence.calls.get('change-profile') ?? [], ({ about }) => about['id'] ?? '');
      for (const [id, changes] of byPerson) {
        const user = evidence.users.get(id);
        if (user === undefined || user.state === 'erased' || changes.at(-1)?.status !== 200) continue;
        const name = changes.at(-1)?.about['name'];
        verdict.holds(user.name === name, () => `${id} is called ${user.name} instead of ${name}`, id);
      }
      for (const { body, about } of done(evidence, 'read-profile'))
        verdict.holds(textIn(body, 'name') === about['name'], () => `${about['id']} read an old name`, about['id']);
    },
  },
  {
    name: 'an acknowledged phone stays verified',
    source: 'ADR 26',
    check: (evidence, verdict) => {
      const changed = Map.groupBy(evidence.calls.get('change-phone') ?? [], ({ about }) => about['id'] ?? '');
      for (const call of done(evidence, 'verify-phone')) {
        const user = evidence.users.get(call.about['id'] ?? '');
        const isChangedLater = (changed.get(user?.id ?? '') ?? []).some(({ askedAt }) => askedAt > call.askedAt);
        if (user === undefined || user.state === 'erased' || isChangedLater) continue;
        const isKept = user.phone === call.about['phone'] && user.phone_verified_at !== null;
        verdict.holds(isKept, () => `${call.about['phone']} of ${user.id} is not verified`, user.id);
      }
    },
  },
];
