import { InternalQuery, Query, type Result } from '@gatehouse/kernel';
import type { Appearance, LogoType } from '../appearance.js';

/** How the application that the call is for appears, two seconds old at most. Anyone may ask. */
export class FindAppearance extends Query<Result<Appearance, never>> {}

/** A logo with its bytes. */
export interface Logo {
  /** The last part of its path; changes with the content. */
  readonly name: string;
  readonly type: LogoType;
  readonly content: Uint8Array;
}

/**
 * A logo of the application that the call is for, as it is served: that of the name or, where it has another one by now,
 * that one. Null: it has none.
 */
export class FindLogo extends InternalQuery<Result<Logo | null, never>> {
  name!: string;
}
