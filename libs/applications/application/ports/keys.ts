import type { CommandContext } from '@gatehouse/kernel';
import type { ApplicationKey } from '../../contract/application-key.js';
import type { SecretKey } from './secret-keys.js';

export interface NewKey {
  readonly id: string;
  readonly secret: SecretKey;
  readonly eventId: string;
}

/** Where keys are kept. Every method is one atomic statement, which notes who did it. The application is the context's. */
export interface Keys {
  /** `full`: the application has as many as it may have. Nothing is written then. */
  add(
    key: NewKey & { readonly name: string; readonly lifeSeconds: number | null },
    context: CommandContext,
  ): Promise<ApplicationKey | 'full'>;

  /** Writes the key under the name of the one that it replaces, and ends that one after the overlap, or at its own end before. */
  replace(
    oldId: string,
    key: NewKey & { readonly overlapSeconds: number },
    context: CommandContext,
  ): Promise<ApplicationKey | 'full' | 'unknown'>;

  /** False where the application has no such key. One that is over stays as it is. */
  revoke(keyId: string, eventId: string, context: CommandContext): Promise<boolean>;
}
