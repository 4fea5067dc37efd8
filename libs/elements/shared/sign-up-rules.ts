import type { Gatehouse, Schemas } from '@gatehouse/client';

export type SignUpRules = Schemas['SignUpRules'];

const known = new WeakMap<Gatehouse, Promise<SignUpRules | null>>();

/** What the application asks of people; asked once per page. Null where nobody answers: the service then says what is missing. */
export function signUpRulesOf(gatehouse: Gatehouse): Promise<SignUpRules | null> {
  const rules = known.get(gatehouse) ?? askedOf(gatehouse);
  known.set(gatehouse, rules);
  return rules;
}

async function askedOf(gatehouse: Gatehouse): Promise<SignUpRules | null> {
  try {
    return (await gatehouse.api.GET('/v1/sign-up-rules')).data ?? null;
  } catch {
    return null;
  }
}
