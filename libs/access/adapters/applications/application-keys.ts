import type { IdentifyKey } from '@gatehouse/applications/contract';
import type { BackendKeys } from '../../application/ports/backend-keys.js';

export type { IdentifyKey };

/** Asks the applications' context, through its contract. */
export class ApplicationKeys implements BackendKeys {
  constructor(private readonly keys: IdentifyKey) {}

  identify(text: string) {
    return this.keys.execute(text);
  }
}
