import type { CommandBus, RecordedEvent } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import type { EventSubscription } from '@gatehouse/platform/events';
import {
  registrationEventTypes,
  type UserEmailChangeUndone,
  type UserPasswordChanged,
  type UserPasswordReset,
  type UserSuspended,
} from '@gatehouse/registration/contract';
import { EndOvertakenSessions } from '../../contract/commands/sessions.js';

type CredentialsChanged = UserPasswordChanged | UserEmailChangeUndone | UserPasswordReset | UserSuspended;

const TYPES: readonly CredentialsChanged['type'][] = [
  registrationEventTypes.userPasswordChanged,
  registrationEventTypes.userPasswordReset,
  registrationEventTypes.userEmailChangeUndone,
  registrationEventTypes.userSuspended,
];

/** Follows what ends sessions in the registration context. Handed the same event twice, the second finds none to end. */
export class CredentialsChanges implements EventSubscription {
  readonly name = 'sessions';
  readonly types = TYPES;

  constructor(private readonly bus: CommandBus) {}

  async hand(events: readonly RecordedEvent[]): Promise<void> {
    for (const { id, application, data } of events as readonly RecordedEvent<CredentialsChanged>[]) {
      const { userId, credentialsVersion, keptSession } = data;
      const command = commandFrom(EndOvertakenSessions, { userId, credentialsVersion, keptSession });
      const ended = await this.bus.execute(command, { application, network: null, requestId: id });
      if (!ended.ok) throw new Error(`Access cannot read an event of registration's: ${ended.error.code}`);
    }
  }
}
