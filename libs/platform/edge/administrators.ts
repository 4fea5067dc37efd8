import type { Administrator, Scope } from '@gatehouse/kernel';
import type { CallWithHeaders } from './call-headers.js';
import { problemTable } from './problem.js';

/** Somebody who calls with privileges, and what these are. */
export interface Authority {
  readonly administrator: Administrator;
  readonly scopes: readonly Scope[];
}

/** Tells who calls an administrative operation: a person with a role, or a product's backend with its secret key. */
export interface Administrators {
  /** @throws ProblemError 401 token-invalid */
  identify(call: CallWithHeaders): Promise<Authority>;
}

/** What every operation with `security: 'administration'` may answer besides its own problems and those of a bearer's. */
export const administrationProblems = problemTable({
  'scope-missing': { status: 403, title: 'Your role or key does not allow this' },
});
