import type { PersonKey } from '@gatehouse/kernel';
import type { NoticeKind } from '../../contract/events.js';
import type { ActivationStatus } from '../../contract/queries/messages.js';

export interface NoticeToSend {
  readonly kind: NoticeKind;
  readonly recipient: { readonly email: string; readonly name: string | null };
  readonly locale: string | null;
  /** The change of address that can be undone, if it is about one. */
  readonly changeId: string | null;
}

export type NoticeDispatch =
  | { readonly kind: 'send'; readonly notice: NoticeToSend }
  | { readonly kind: 'already-accepted' }
  /** The account is gone. */
  | { readonly kind: 'over' }
  | { readonly kind: 'unknown' };

/** Notices on their way to the person. Every method is one atomic statement; false where there is no such notice. */
export interface Notices {
  dispatch(application: string, noticeId: string): Promise<NoticeDispatch>;

  /** The mail is out: forgets where it went. A second call changes nothing. */
  accept(application: string, noticeId: string): Promise<boolean>;

  abandon(application: string, noticeId: string, reason: string): Promise<boolean>;
}

export interface ActivationStatuses {
  /** Where the latest activation message of a registration is; null where there is none. */
  of(registration: PersonKey): Promise<ActivationStatus | null>;
}

export interface Recipients {
  /** Addresses and phones by the ids of codes and notices; those not known any more are missing. */
  of(origins: {
    readonly application: string;
    readonly codeIds: readonly string[];
    readonly noticeIds: readonly string[];
  }): Promise<ReadonlyMap<string, string>>;
}

/** Calls anyone who waits for news of a registration's activation message. */
export interface StatusWatch {
  /** Answers a function that ends the watch. `onNews` may be called without there being any. */
  watch(userId: string, onNews: () => void): () => void;
}
