import type { MailedCode, TextedCode } from '../../contract/commands/dispatch-activation-code.js';
import type { RegistrationPolicy } from '../../domain/policy.js';

interface WayToSend {
  readonly id: string;
  readonly keyId: string;
  readonly digits: number;
  readonly number: number;
  readonly lifeSeconds: number;
  readonly locale: string | null;
}

/** `addressTaken`: somebody else's account owns the address: tell them, and send no code. */
export type CodeToSend = WayToSend &
  (
    | (Pick<MailedCode, 'purpose' | 'recipient' | 'userId'> & { readonly addressTaken: boolean })
    | (Pick<TextedCode, 'purpose' | 'recipient'> & { readonly addressTaken: false })
  );

export type Dispatch =
  | { readonly kind: 'send'; readonly code: CodeToSend }
  | { readonly kind: 'already-accepted' }
  /** A reset of an address that no active account has: the code is open as any other, and goes nowhere. */
  | { readonly kind: 'nobody' }
  | { readonly kind: 'over' }
  | { readonly kind: 'unknown' };

/** Codes on their way to the person. Every method is one atomic statement. */
export interface ActivationCodes {
  /**
   * Makes a code valid for `sendTimeoutSeconds` plus its life, and tells what to send. Where the address has used
   * up the tries of short codes meanwhile, the code is lengthened first: no message leaves with a dead code.
   * A code whose account may not use it any more is over, and so is one that was given up, unless it is tried anew and
   * none has followed it.
   */
  dispatch(
    application: string,
    codeId: string,
    sending: { readonly sendTimeoutSeconds: number; readonly isTriedAnew: boolean },
    policies: RegistrationPolicy['codes'],
  ): Promise<Dispatch>;

  /** Starts the code's life now; a second call changes nothing. False when there is no such code. */
  start(application: string, codeId: string): Promise<boolean>;

  /** Notes that the message will never arrive. False when there is no such code. */
  abandon(application: string, codeId: string, reason: string): Promise<boolean>;
}
