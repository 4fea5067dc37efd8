import type { Result } from '@gatehouse/kernel';
import type { SessionRow } from './snapshot.js';

/** A refresh token that somebody was given. */
export interface KnownToken {
  readonly sessionId: string;
  /** 0: from the sign-in; each exchange adds one. */
  readonly generation: number;
  readonly text: string;
  /** When the token after it was given out, by the database's clock; null for the latest. */
  readonly exchangedAt: number | null;
}

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** A step with everything that it is about. */
export type Action =
  | ({ readonly kind: 'sign-up' } & Credentials)
  | ({ readonly kind: 'sign-in' } & Credentials)
  | ({ readonly kind: 'activate'; readonly digits: string } & Credentials)
  | { readonly kind: 'ask-again'; readonly email: string }
  | { readonly kind: 'dispatch'; readonly codeId: string }
  | { readonly kind: 'start'; readonly codeId: string }
  | { readonly kind: 'abandon'; readonly codeId: string }
  | { readonly kind: 'refresh'; readonly token: KnownToken }
  | { readonly kind: 'sign-out'; readonly session: SessionRow }
  | { readonly kind: 'change-password'; readonly session: SessionRow; readonly current: string; readonly next: string }
  | { readonly kind: 'change-phone'; readonly session: SessionRow; readonly phone: string | null }
  | { readonly kind: 'send-phone-code'; readonly session: SessionRow; readonly phone: string }
  | { readonly kind: 'verify-phone'; readonly session: SessionRow; readonly digits: string }
  | { readonly kind: 'ask-email'; readonly session: SessionRow; readonly email: string; readonly current: string }
  | { readonly kind: 'verify-email'; readonly session: SessionRow; readonly digits: string }
  | { readonly kind: 'undo-email'; readonly changeId: string; readonly token: string }
  | { readonly kind: 'ask-reset'; readonly email: string }
  | { readonly kind: 'reset'; readonly email: string; readonly digits: string; readonly next: string }
  | { readonly kind: 'suspend'; readonly userId: string }
  | { readonly kind: 'resume'; readonly userId: string }
  | { readonly kind: 'erase'; readonly userId: string }
  | { readonly kind: 'hand-on-events' }
  | { readonly kind: 'wait'; readonly ms: number };

export type ActionOf<K extends Action['kind']> = Extract<Action, { readonly kind: K }>;

export type Answer = Result<unknown, { readonly code: string }>;
