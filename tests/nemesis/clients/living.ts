import { randomUUID } from 'node:crypto';
import { asked, basic, bearer, newPassword, type Person, textIn, type World } from './person.ts';

const MAIL_WITHIN_MS = 60_000;

/** Answers whether there is a session now. */
export async function signIn(person: Person, { caller }: World, op = 'sign-in'): Promise<boolean> {
  const { email, password } = person;
  const call = await caller.keyed(
    asked(person, op, '/v1/sessions', { body: { email, password }, about: { password } }),
  );
  if (call?.status !== 201) return false;
  person.accessToken = textIn(call.body, 'accessToken');
  person.refreshToken = textIn(call.body, 'refreshToken');
  return true;
}

export async function refresh(person: Person, { caller }: World, api?: number): Promise<boolean> {
  const { refreshToken } = person;
  const request = asked(person, 'refresh', '/v1/sessions/refresh', {
    body: { refreshToken },
    about: { session: sessionOf(person), token: refreshToken },
  });
  const call = api === undefined ? await caller.sure(request) : await caller.once(request, api);
  if (call?.status !== 200) return false;
  person.accessToken = textIn(call.body, 'accessToken');
  person.refreshToken = textIn(call.body, 'refreshToken');
  return true;
}

/** Two tabs with the same token. */
export async function refreshFromTwoTabs(person: Person, world: World): Promise<boolean> {
  const other = { ...person };
  const [one, two] = await Promise.all([refresh(person, world, 0), refresh(other, world, 1)]);
  if (!one && two) Object.assign(person, other);
  return one || two;
}

export async function changeProfile(person: Person, { caller }: World): Promise<void> {
  const name = `Ada ${randomUUID().slice(0, 8)}`;
  const headers = bearer(person);
  const changed = await caller.sure(
    asked(person, 'change-profile', '/v1/users/me', { method: 'PATCH', headers, body: { name }, about: { name } }),
  );
  if (changed?.status !== 200) return;
  await caller.sure(asked(person, 'read-profile', '/v1/users/me', { method: 'GET', headers, about: { name } }));
}

/** Signs out, and then tries the token of before. */
export async function signOut(person: Person, world: World): Promise<void> {
  const { caller } = world;
  const request = asked(person, 'sign-out', '/v1/sessions/current', {
    method: 'DELETE',
    headers: bearer(person),
    about: { session: sessionOf(person) },
  });
  const call = await caller.sure(request);
  if (call?.status === 204) await refresh(person, world);
}

export async function changePassword(person: Person, world: World): Promise<void> {
  const elsewhere = { ...person };
  if (!(await signIn(elsewhere, world))) return;
  const next = newPassword();
  const body = { currentPassword: person.password, newPassword: next };
  const call = await world.caller.sure(
    asked(person, 'change-password', '/v1/users/me/password', {
      method: 'PUT',
      headers: bearer(person),
      body,
      about: { old: person.password, next, session: sessionOf(person) },
    }),
  );
  if (call?.status !== 204) return;
  await signIn({ ...person }, world, 'sign-in-old');
  person.password = next;
  await refresh(elsewhere, world);
  await signIn(person, world);
}

/** By the mailbox; the sessions of before have ended. */
export async function resetPassword(person: Person, world: World): Promise<void> {
  const { caller, mailbox } = world;
  const { email } = person;
  const since = Date.now();
  const call = await caller.keyed(asked(person, 'ask-reset', '/v1/password-resets', { body: { email } }));
  if (call?.status !== 202) return;
  const mail = await mailbox.next(email, since, MAIL_WITHIN_MS, ({ code }) => code?.length === 8);
  if (!mail) return;
  const next = newPassword();
  const confirmed = await caller.sure(
    asked(person, 'reset', '/v1/password-resets/confirmation', {
      body: { email, code: mail.code, newPassword: next },
      about: { old: person.password, next },
    }),
  );
  // Repeated after its answer was lost, the code is used up.
  if (confirmed?.status !== 204) return;
  await signIn({ ...person }, world, 'sign-in-old');
  person.password = next;
  await refresh({ ...person }, world);
  await signIn(person, world);
}

/** Moves to another address, and half of the time the former mailbox takes that back. */
export async function changeAddress(person: Person, world: World, isUndone: boolean): Promise<void> {
  const { caller, mailbox } = world;
  const [former, newEmail] = [person.email, `moved-${randomUUID().slice(0, 18)}@chaos.example`];
  const headers = bearer(person);
  const since = Date.now();
  const wish = await caller.keyed(
    asked(person, 'ask-address', '/v1/users/me/email', {
      headers,
      body: { newEmail, currentPassword: person.password },
      about: { next: newEmail },
    }),
  );
  if (wish?.status !== 202) return;
  const mail = await mailbox.next(newEmail, since, MAIL_WITHIN_MS);
  if (!mail) return;
  const proven = await caller.sure(
    asked(person, 'change-address', '/v1/users/me/email/verification', {
      headers,
      body: { code: mail.code },
      about: { next: newEmail },
    }),
  );
  if (proven?.status !== 200) return;
  person.email = newEmail;
  if (!isUndone || !world.hasTime(20_000)) return;
  const notice = await mailbox.next(former, since, MAIL_WITHIN_MS, ({ text }) => UNDO.test(text));
  const token = UNDO.exec(notice?.text ?? '')?.[1];
  if (token === undefined) return;
  const request = asked(person, 'undo-address', '/v1/users/email-undo', { body: { token }, about: { former, token } });
  const undone = await caller.sure(request);
  if (undone?.status !== 204) return;
  person.email = former;
  await caller.once(request);
  await refresh({ ...person }, world);
}

const UNDO = /email-undo[^\s#]*#token=([\w.-]+)/;

export async function verifyPhone(person: Person, world: World): Promise<void> {
  const { caller, mailbox } = world;
  const phone = `+49151${10_000_000 + Math.floor(world.random() * 89_999_999)}`;
  const headers = bearer(person);
  const changed = await caller.sure(
    asked(person, 'change-phone', '/v1/users/me', { method: 'PATCH', headers, body: { phone } }),
  );
  if (changed?.status !== 200) return;
  const since = Date.now();
  const sent = await caller.keyed(asked(person, 'ask-phone', '/v1/users/me/phone/code', { headers }));
  if (sent?.status !== 202) return;
  const text = await mailbox.next(phone, since, MAIL_WITHIN_MS);
  if (!text) return;
  const body = { code: text.code };
  await caller.sure(
    asked(person, 'verify-phone', '/v1/users/me/phone/verification', { headers, body, about: { phone } }),
  );
}

/** Leaves, and tries to come back by what was known before. */
export async function erase(person: Person, world: World): Promise<void> {
  const { caller } = world;
  const request = asked(person, 'erase', '/v1/users/me', { method: 'DELETE', headers: basic(person) });
  const call = await caller.sure(request);
  if (call?.status !== 204) return;
  await signIn({ ...person }, world, 'sign-in-erased');
  if (person.refreshToken !== '') await refresh({ ...person }, world);
}

/** The id of the session that an access token belongs to. */
export function sessionOf({ accessToken }: Pick<Person, 'accessToken'>): string {
  const [, payload = ''] = accessToken.split('.');
  try {
    return String((JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sid?: unknown }).sid ?? '');
  } catch {
    return '';
  }
}
