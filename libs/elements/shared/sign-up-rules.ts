import type { Gatehouse, Schemas } from '@gatehouse/client';

export type SignUpRules = Schemas['SignUpRules'];

const known = new WeakMap<Gatehouse, Promise<SignUpRules | null>>();

/**
 * What the application asks of people; requested once per page. Null if there is no answer: the service then says what is
 * missing, and the next form requests them again.
 */
export function signUpRulesOf(gatehouse: Gatehouse): Promise<SignUpRules | null> {
  const rules = known.get(gatehouse) ?? askedOf(gatehouse);
  known.set(gatehouse, rules);
  return rules;
}

/** The same, requested again: the application has changed them. */
export function newSignUpRulesOf(gatehouse: Gatehouse): Promise<SignUpRules | null> {
  known.delete(gatehouse);
  return signUpRulesOf(gatehouse);
}

async function askedOf(gatehouse: Gatehouse): Promise<SignUpRules | null> {
  const answer = await gatehouse.api.GET('/v1/sign-up-rules').catch(() => null);
  if (!answer?.data) known.delete(gatehouse);
  return answer?.data ?? null;
}
