import { RequestPasswordReset, ResendActivationCode } from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import { beginAt, type RegistrationHarness } from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const WELCOME = 'https://shop.example/welcome?from=mail';
const BASKET = 'https://shop.example/basket';
const ADA = { email: 'ada@example.org', password: 'nine seven lanterns' };
const SHOP = { application: 'shop' };

describe('where a mail’s link leads on to', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  openHarness(async (opened) => {
    ({ db, harness } = opened);
    await db.sql`
      insert into gatehouse.applications (slug, name, redirect_targets)
      values ('shop', 'Shop', ${[WELCOME, BASKET]}), ('bank', 'Bank', ${['https://bank.example/']})`;
  });
  beforeEach(() => beginAt(db, NOON));

  const askAgain = (redirect?: string) =>
    harness.execute(Object.assign(new ResendActivationCode(), { email: ADA.email, redirect }), SHOP);
  const askReset = (redirect?: string) =>
    harness.execute(Object.assign(new RequestPasswordReset(), { email: ADA.email, redirect }), SHOP);
  const redirectOf = async (codeId: string) => {
    const dispatched = await harness.dispatch(codeId, SHOP);
    return dispatched.ok && 'redirect' in dispatched.value ? dispatched.value.redirect : undefined;
  };
  const latestReset = async () => {
    const [code] = await db.sql<{ id: string }[]>`
      select id from gatehouse.activation_codes where purpose = 'password-reset' order by issued_at desc limit 1`;
    return code?.id ?? '';
  };

  it('is what the sign-up names, stays with further codes, and can be named again', async () => {
    const userId = await harness.register({ ...ADA, redirect: WELCOME }, SHOP);
    const found = [await redirectOf(await harness.latestCode(userId))];
    for (const redirect of [undefined, BASKET, undefined]) {
      await db.advance(60_000);
      expect(await askAgain(redirect)).toEqual({ ok: true, value: null });
      found.push(await redirectOf(await harness.latestCode(userId)));
    }
    expect(found).toEqual([WELCOME, WELCOME, BASKET, BASKET]);
  });

  it('is nowhere in particular where nobody names it, also beside another registration of the address', async () => {
    await harness.register({ ...ADA, redirect: WELCOME }, SHOP);
    await db.advance(60_000);
    const userId = await harness.register(ADA, SHOP);
    expect(await redirectOf(await harness.latestCode(userId))).toBeNull();
  });

  it('is what the request for a reset names, and no earlier one', async () => {
    await harness.activated(ADA, SHOP);
    const found: (string | null | undefined)[] = [];
    for (const redirect of [BASKET, undefined]) {
      await db.advance(60_000);
      expect(await askReset(redirect)).toEqual({ ok: true, value: null });
      found.push(await redirectOf(await latestReset()));
    }
    expect(found).toEqual([BASKET, null]);
  });

  it('is left out of a mail that is sent after the application has taken it off its list', async () => {
    const userId = await harness.register({ ...ADA, redirect: WELCOME }, SHOP);
    await db.sql`update gatehouse.activation_codes set redirect = 'https://former.example/' where user_id = ${userId}`;
    expect(await redirectOf(await harness.latestCode(userId))).toBeNull();
  });

  it.each([
    'https://evil.example/',
    'https://bank.example/',
    '//shop.example/basket',
    '\\\\shop.example\\basket',
    'https:\\\\shop.example\\basket',
    'https://shop.example@evil.example/basket',
    'https://user@shop.example/basket',
    'http://shop.example/basket',
    'javascript:location="https://shop.example/basket"',
    'data:text/html,https://shop.example/basket',
    'HTTPS://SHOP.EXAMPLE/basket',
    `${BASKET}/`,
    `${BASKET}?x`,
    `${BASKET}#x`,
    ` ${BASKET}`,
    `${BASKET}/../basket`,
    'https://shop.example.evil.example/basket',
    'https://shop.example:443/basket',
    '/basket',
    '',
  ])(
    'is refused by sign-up, resend and reset where it is not on the list, character by character: %s',
    async (redirect) => {
      const refused = {
        ok: false,
        error: { code: 'validation-failed', errors: [{ pointer: '/redirect', code: 'redirect-not-allowed' }] },
      };
      expect(await harness.signUp({ ...ADA, redirect }, SHOP)).toMatchObject(refused);
      expect(await askAgain(redirect)).toMatchObject(refused);
      expect(await askReset(redirect)).toMatchObject(refused);
      expect(await db.sql`select 1 from gatehouse.activation_codes`).toEqual([]);
    },
  );
});
