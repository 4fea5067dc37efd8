import { randomUUID } from 'node:crypto';
import { PLATFORM } from '@gatehouse/platform/container';
import { REGISTRATION } from '@gatehouse/registration';
import { issueCode, type Proof } from '../../../libs/registration/domain/activation-code/issue-code.js';
import { codePolicyFor } from '../../../libs/registration/domain/policy.js';
import type { RegistrationHarness } from './registration-harness.js';

type ProofOf = Exclude<Proof, { purpose: 'activation' }>;

/** Issues a code for an account as use cases do. Answers whether a message slot was free. */
export async function issueProof(
  harness: RegistrationHarness,
  userId: string,
  proof: ProofOf,
  { network = null as string | null, textsPerDay = null as number | null } = {},
): Promise<boolean> {
  const proofs = harness.container.get(REGISTRATION.proofCodes);
  const { policy } = await harness.container.get(REGISTRATION.applications).get('default');
  const codePolicy = codePolicyFor(policy, proof.purpose);
  const recipient = proof.purpose === 'phone' ? proof.phone : proof.email.canonical;
  const key = { application: 'default', recipient, network };
  const { wrongTries } = await proofs.historyOf(key, proof.purpose, codePolicy);
  const keyId = harness.container.get(REGISTRATION.codeDigits).currentKeyId;
  const { code, event } = issueCode({ id: randomUUID(), keyId }, userId, proof, codePolicy, wrongTries);
  const next = { code, event: { id: harness.container.get(PLATFORM.ids).next(), ...event } };
  return proofs.issue(key, next, { ...policy.messages, textsPerDay });
}
