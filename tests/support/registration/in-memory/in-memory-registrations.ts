import type { CommandContext } from '@gatehouse/kernel';
import type { AddressKey } from '../../../../libs/registration/application/ports/charged-tries.js';
import type { AddressHistory } from '../../../../libs/registration/application/ports/message-history.js';
import type {
  NewRegistration,
  RegistrationLimits,
  Registrations,
} from '../../../../libs/registration/application/ports/registrations.js';
import type { MessageLimits } from '../../../../libs/registration/domain/policy.js';
import { history, NOON } from './message-histories.js';

/** Registrations that were written, each at noon. */
export class InMemoryRegistrations implements Registrations {
  readonly added: {
    readonly registration: NewRegistration;
    readonly network: string | null;
    readonly limits: RegistrationLimits;
  }[] = [];
  /** What the address has had. */
  histories: Partial<AddressHistory> = {};
  asked: AddressKey | null = null;
  /** Answers that revealed an account, of whom; and how many the network may still have. */
  readonly notices: AddressKey[] = [];
  noticesLeft = 1;
  /** Somebody else takes the message slot. */
  isLost = false;

  async historyOf(key: AddressKey): Promise<AddressHistory> {
    this.asked = key;
    return history(this.histories);
  }

  async add(
    registration: NewRegistration,
    network: string | null,
    limits: RegistrationLimits,
    _context?: CommandContext,
  ): Promise<{ createdAt: Date } | null> {
    if (this.isLost) return null;
    this.added.push({ registration, network, limits });
    return { createdAt: NOON };
  }

  async countNotice(key: AddressKey, _limits: MessageLimits): Promise<boolean> {
    this.noticesLeft -= 1;
    if (this.noticesLeft < 0) return false;
    this.notices.push(key);
    return true;
  }
}
