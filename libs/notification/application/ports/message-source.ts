import type { CommandContext } from '@gatehouse/kernel';
import type { NobodyWaits } from '../../domain/message/delivery.js';

/** Nothing is to be sent any more. */
export interface Over {
  readonly kind: 'over';
  readonly reason: NobodyWaits;
}

export interface Sending {
  readonly sendTimeoutSeconds: number;
  /** It was given up before, and somebody has it tried again: it may come back to life if it is still wanted. */
  readonly isTriedAnew: boolean;
}

/** Where what is to be sent comes from. `D` is what it says. */
export interface MessageSource<D> {
  /** Tells what to write to whom, at the moment it is sent. A code becomes valid for the length of one send. */
  dispatch(
    id: string,
    sending: Sending,
    context: CommandContext,
  ): Promise<D | { readonly kind: 'already-accepted' } | Over>;
  /** The provider has accepted the message: a code's life begins now. */
  start(id: string, context: CommandContext): Promise<void>;
  /** The message is dead. */
  abandon(id: string, reason: string, context: CommandContext): Promise<void>;
}
