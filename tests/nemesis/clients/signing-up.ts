import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Taken } from '../history/history.ts';
import { asked, basic, newPassword, type Person, textIn, type World } from './person.ts';

const MAIL_WITHIN_MS = 90_000;
/** Of a code, in seconds; whoever is late waits a little longer. */
const LIFE_MS = 60_000;
const GAP_MS = 10_500;

/** Answers whether the sign-up was acknowledged. */
export async function signUp(person: Person, { caller, random }: World, op = 'sign-up'): Promise<boolean> {
  const { email, password } = person;
  const request = { ...asked(person, op, '/v1/users', { body: { email, password }, about: { password } }) };
  const key = randomUUID();
  const call = await caller.sure({ ...request, key });
  if (call?.status !== 201) return false;
  person.id = textIn(call.body, 'id');
  // The answer may have got lost on the way to the page, which asks again.
  if (random() < 0.2) await caller.once({ ...request, key });
  return true;
}

/** Waits for a code and activates the account; answers whether it is active. */
export async function activate(person: Person, world: World, since = 0): Promise<boolean> {
  const { mailbox, random } = world;
  const mail = await mailbox.next(person.email, since, MAIL_WITHIN_MS);
  if (!mail) return false;
  if (random() < 0.08) await tryCode(person, world, { ...mail, code: otherThan(mail.code ?? '') });
  if (random() < 0.3) return activateFromTwoSides(person, world, mail);
  return tryCode(person, world, mail);
}

/** Of two windows that say so at the same moment, over two APIs. */
async function activateFromTwoSides(person: Person, world: World, mail: Taken): Promise<boolean> {
  const request = activation(person, mail);
  const both = await Promise.all([0, 1].map((api) => world.caller.once(request, api)));
  if (both.some(({ status }) => status === 200)) return true;
  return tryCode(person, world, mail);
}

async function tryCode(person: Person, { caller }: World, mail: Taken): Promise<boolean> {
  const call = await caller.sure(activation(person, mail));
  return call?.status === 200 || call?.code === 'already-active';
}

const activation = (person: Person, mail: Taken) =>
  asked(person, 'activate', '/v1/users/activation', {
    headers: basic(person),
    body: { code: mail.code },
    about: { code: mail.code ?? '', password: person.password, delivery: mail.deliveryId ?? '' },
  });

/** Asks for another code, and activates with that. */
export async function activateWithResend(person: Person, world: World): Promise<boolean> {
  const { caller, mailbox } = world;
  await mailbox.next(person.email, 0, MAIL_WITHIN_MS);
  await pause(GAP_MS);
  const since = Date.now();
  const body = { email: person.email };
  const call = await caller.keyed(asked(person, 'resend', '/v1/users/activation/code', { body }));
  if (call?.status !== 202) return activate(person, world);
  return activate(person, world, since);
}

/** Comes too late with the right code. */
export async function comeLate(person: Person, world: World): Promise<void> {
  const mail = await world.mailbox.next(person.email, 0, MAIL_WITHIN_MS);
  if (!mail) return;
  await pause(LIFE_MS + 35_000);
  const latest = await world.mailbox.next(person.email, mail.at, 0);
  await world.caller.sure({ ...activation(person, latest ?? mail), op: 'activate-late' });
}

/** Guesses, and then has the right code: no more short codes are worth anything. */
export async function guess(person: Person, world: World): Promise<void> {
  const mail = await world.mailbox.next(person.email, 0, MAIL_WITHIN_MS);
  if (!mail) return;
  for (let tries = 0; tries < 4; tries++) {
    const code = String((Number(mail.code) + 1 + tries) % 10_000).padStart(4, '0');
    await world.caller.sure({ ...activation(person, { ...mail, code }), op: 'guess' });
  }
  await world.caller.once({ ...activation(person, mail), op: 'guess' });
}

/** A second registration of the same address; the person activates one, from both at once where `atOnce`. */
export async function signUpTwice(person: Person, world: World): Promise<boolean> {
  const second: Person = { ...person, password: newPassword() };
  await world.mailbox.next(person.email, 0, MAIL_WITHIN_MS);
  const since = Date.now();
  if (!(await signUp(second, world))) return activate(person, world);
  await pause(GAP_MS);
  const mail = await world.mailbox.next(person.email, since, MAIL_WITHIN_MS);
  const first = await world.mailbox.next(person.email, 0, 0);
  if (!mail || !first) return false;
  const [won, wonSecond] = await Promise.all([tryCode(person, world, first), tryCode(second, world, mail)]);
  if (wonSecond && !won) Object.assign(person, second);
  return won || wonSecond;
}

/** A sign-up with an address that has an account: it is answered as any other. */
export async function signUpAgain(person: Person, world: World): Promise<void> {
  const again: Person = { ...person, password: newPassword(), id: '' };
  await signUp(again, world, 'sign-up-taken');
}

const otherThan = (code: string): string => String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');
