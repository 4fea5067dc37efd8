import { InternalQuery, Query, type Refusal, type Result } from '@gatehouse/kernel';
import type { ApplicationKeyList } from '../application-key.js';
import type { ApplicationsRefusal } from '../refusals.js';

/** The application's keys, the newest first: those that are over too. */
export class FindKeys extends Query<Result<ApplicationKeyList, Refusal<'validation-failed'>>> {}

export interface IdentifiedKey {
  readonly id: string;
  /** Slug of the application that the key opens. */
  readonly application: string;
  /** What it may do there. */
  readonly scopes: readonly string[];
}

/** Which key a caller has presented: refused is what is no key of ours, or one that is expired or revoked. */
export class IdentifyKey extends InternalQuery<Result<IdentifiedKey, ApplicationsRefusal<'key-unknown'>>> {
  /** As it was presented. */
  key!: string;
}
