import type { CommandContext, KeyScope, NewEvent } from '@gatehouse/kernel';
import type { KeyCreated, KeyRevoked } from '../../contract/events.js';
import type { ApplicationKey, IdentifiedKey } from '../../contract/queries/find-keys.js';

/** A key as it goes to its holder, and what stays here. */
export interface SecretKey {
  /** `ghk_…`, whole. */
  readonly text: string;
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
  /** The last characters. */
  readonly hint: string;
}

/** Makes secret keys, and reads what callers present as such. */
export interface SecretKeys {
  create(keyId: string): SecretKey;
  /** Null for what does not have a key's form, or was mistyped. */
  read(text: string): { readonly keyId: string; readonly hash: string } | null;
}

interface NewKey {
  readonly id: string;
  readonly secret: SecretKey;
  readonly event: NewEvent<KeyCreated>;
}

/** Where keys are kept. Every method is one atomic statement, which notes who did it. The application is the context's. */
export interface Keys {
  /**
   * Where a key makes it, the new one ends with its maker at the latest.
   * `full`: the application has as many as it may have. `beyond-maker`: it is made with a key that lacks some of its
   * scopes, or is over. Nothing is written then.
   */
  add(
    key: NewKey & { readonly name: string; readonly scopes: readonly KeyScope[]; readonly lifeSeconds: number | null },
    context: CommandContext,
  ): Promise<ApplicationKey | 'full' | 'beyond-maker'>;

  /** Writes the key with the name and the scopes of the one that it replaces, and ends that one after the overlap, or at its own end before. */
  replace(
    oldId: string,
    key: NewKey & { readonly overlapSeconds: number },
    context: CommandContext,
  ): Promise<ApplicationKey | 'full' | 'unknown' | 'beyond-maker'>;

  /** Null where the application has no such key. */
  find(keyId: string, application: string): Promise<ApplicationKey | null>;

  /** Of a key and all that were made with it, those that are good; null where the application has no such key. */
  descent(keyId: string, application: string): Promise<{ readonly version: number; readonly good: string[] } | null>;

  /** Ends the keys that the events are about. False where the application's keys are no longer of that version: nothing is written. */
  revoke(
    keyId: string,
    change: { readonly version: number; readonly events: readonly NewEvent<KeyRevoked>[] },
    context: CommandContext,
  ): Promise<boolean>;
}

/** Keys as they are read. */
export interface KeyViews {
  /** The newest first. */
  ofApplication(application: string): Promise<ApplicationKey[]>;
  /** The good key of this id and hash, or null; notes that it was used. */
  presented(key: { readonly keyId: string; readonly hash: string }): Promise<IdentifiedKey | null>;
}
