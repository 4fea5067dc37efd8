/**
 * What an application's settings come to, and how likely its codes are guessed: plain functions without Node or a
 * framework, so that the console computes in the browser what the service enforces.
 */
export { type ConfiguredPolicy, policyOf } from './adapters/applications/policy-of.js';
export { guessingBound } from './domain/code/judge-code.js';
export type { CodePolicy, MessageLimits, RegistrationPolicy } from './domain/policy.js';
