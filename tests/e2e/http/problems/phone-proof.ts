import { otherThan, somebody } from '../../../support/api.js';
import { type Refusal, refusal } from './refusal.js';
import type { Stage } from './stage.js';

const SIGN_UP = 'POST /v1/users';
const ACTIVATE = 'POST /v1/users/activation';
const PROVE = 'POST /v1/users/activation/phone';
const AGAIN = 'POST /v1/users/activation/phone/code';

type Asking = (stage: Stage, person: { email: string; password: string }) => ReturnType<Stage['resendSms']>;
const prove: Asking = (stage, person) => stage.provePhone(person, '000000');
const again: Asking = (stage, person) => stage.resendSms(person);

/** Somebody whose account is active, or suspended since. */
async function activated(stage: Stage, isSuspended = false) {
  const { person, userId, mailed, texted } = await stage.phoneSomebody();
  await stage.api.activate(person, mailed, 'phones');
  await stage.provePhone(person, texted);
  if (isSuspended) await stage.suspend(userId);
  return person;
}

const ofBoth = (
  [
    [PROVE, prove],
    [AGAIN, again],
  ] as const
).flatMap(([operation, ask]) => [
  refusal(operation, 401, 'credentials-invalid', (stage) => ask(stage, somebody())),
  refusal(operation, 409, 'already-active', async (stage) => ask(stage, await activated(stage))),
  refusal(operation, 403, 'account-suspended', async (stage) => ask(stage, await activated(stage, true))),
  refusal(operation, 409, 'phone-already-verified', async (stage) => {
    const { person, texted } = await stage.phoneSomebody();
    await stage.provePhone(person, texted);
    return ask(stage, person);
  }),
  refusal(operation, 409, 'phone-not-required', async (stage) => {
    const person = await stage.pendingSomebody();
    return ask(stage, person).set('Gatehouse-Application', 'default');
  }),
  refusal(operation, 400, 'application-unknown', (stage) =>
    ask(stage, somebody()).set('Gatehouse-Application', 'nobodys'),
  ),
]);

export const phoneProofRefusals: readonly Refusal[] = [
  ...ofBoth,
  refusal(SIGN_UP, 422, 'validation-failed', ({ api }) =>
    api.http.post('/v1/users').set('Gatehouse-Application', 'phones').send(somebody()),
  ),
  refusal(ACTIVATE, 409, 'email-already-verified', async (stage) => {
    const { person, mailed } = await stage.phoneSomebody();
    await stage.api.activate(person, mailed, 'phones');
    return stage.api.activate(person, mailed, 'phones');
  }),
  refusal(PROVE, 422, 'code-invalid', async (stage) => {
    const { person, texted } = await stage.phoneSomebody();
    return stage.provePhone(person, otherThan(texted));
  }),
  refusal(PROVE, 410, 'code-expired', async (stage) => {
    const { person, texted } = await stage.phoneSomebody();
    await stage.db.advance(300_000);
    return stage.provePhone(person, texted);
  }),
  refusal(PROVE, 429, 'tries-exhausted', async (stage) => {
    const { person, texted } = await stage.phoneSomebody();
    for (let attempt = 1; attempt <= 3; attempt++) await stage.provePhone(person, otherThan(texted));
    return stage.provePhone(person, texted);
  }),
  refusal(AGAIN, 422, 'phone-country-refused', async (stage) => {
    const { person, userId } = await stage.phoneSomebody();
    // The application has taken the country off its list since.
    await stage.db.sql`update gatehouse.users set phone = '+8801712345678' where id = ${userId}`;
    return stage.resendSms(person);
  }),
  refusal(AGAIN, 422, 'phone-type-refused', async (stage) => {
    const { person, userId } = await stage.phoneSomebody();
    await stage.db.sql`update gatehouse.users set phone = '+33899123456' where id = ${userId}`;
    return stage.resendSms(person);
  }),
  refusal(AGAIN, 429, 'throttled', async (stage) => {
    const { person } = await stage.phoneSomebody();
    return stage.resendSms(person);
  }),
];
