import type { PersonKey } from '@gatehouse/kernel';
import type { ActivationStatus } from '../../contract/read-models/activation-status.js';

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
