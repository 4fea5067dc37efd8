import type { Recipient } from '../../contract/commands/dispatch-activation-code.js';
import type { CodePurpose } from '../../contract/events.js';
import type { CodePolicy } from '../../domain/policy.js';

export interface CodeToSend {
  readonly id: string;
  readonly keyId: string;
  readonly purpose: CodePurpose;
  readonly digits: number;
  readonly number: number;
  readonly lifeSeconds: number;
  readonly recipient: Recipient;
  readonly locale: string | null;
  /** Somebody else's active account owns the address: tell them, and send no code. */
  readonly addressTaken: boolean;
}

export type Dispatch =
  | { readonly kind: 'send'; readonly code: CodeToSend }
  | { readonly kind: 'already-accepted' }
  | { readonly kind: 'over' }
  | { readonly kind: 'unknown' };

/** Codes on their way to the person. Every method is one atomic statement. */
export interface ActivationCodes {
  /**
   * Makes a code valid for `sendTimeoutSeconds` plus its life, and tells what to send. Where the address has used
   * up the tries of short codes meanwhile, the code is lengthened first: no message leaves with a dead code.
   */
  dispatch(application: string, codeId: string, sendTimeoutSeconds: number, policy: CodePolicy): Promise<Dispatch>;

  /** Starts the code's life now; a second call changes nothing. False when there is no such code. */
  start(application: string, codeId: string): Promise<boolean>;

  /** Notes that the message will never arrive. False when there is no such code. */
  abandon(application: string, codeId: string, reason: string): Promise<boolean>;
}
