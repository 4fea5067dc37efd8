import { randomUUID } from 'node:crypto';
import { PLATFORM } from '@gatehouse/platform/container';
import { REGISTRATION } from '@gatehouse/registration';
import { issueCode, type Target } from '../../../libs/registration/domain/code/code.js';
import type { RegistrationHarness } from './registration-harness.js';

interface ProofOf {
  readonly purpose: 'phone' | 'email-change';
  readonly target: Target;
}

/** Issues a code for an account as use cases do. Answers whether a message slot was free. */
export async function issueProof(
  harness: RegistrationHarness,
  userId: string,
  proof: ProofOf,
  { network = null as string | null, textsPerDay = null as number | null } = {},
): Promise<boolean> {
  const codes = harness.container.get(REGISTRATION.codes);
  const { policy } = await harness.container.get(REGISTRATION.applications).get('default');
  const codePolicy = policy.codes[proof.purpose];
  const key = { application: 'default', recipient: proof.target.canonical, network };
  const { wrongTries } = await codes.historyOf(key, proof.purpose, codePolicy);
  const keyId = harness.container.get(REGISTRATION.codeDigits).currentKeyId;
  const born = { id: randomUUID(), keyId, eventId: harness.container.get(PLATFORM.ids).next() };
  const next = issueCode(born, userId, proof, codePolicy, wrongTries);
  const context = { application: 'default', network, requestId: 'test' };
  return codes.issue(key, next, { ...policy.messages, textsPerDay }, context);
}
