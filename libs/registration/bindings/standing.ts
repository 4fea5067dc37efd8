import type { PersonalRecords } from '@gatehouse/kernel';
import { bindHandlers, PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { registrationPurges } from '../adapters/postgres/purges/registration-purges.js';
import { ErasedUsers } from '../adapters/subscriptions/erased-users.js';
import type { Erasures } from '../application/ports/erasures.js';
import { EraseOwnAccountHandler } from '../application/standing/erase-own-account.js';
import { EraseUserHandler } from '../application/standing/erase-user.js';
import { Erasing } from '../application/standing/erasing.js';
import { ResumeUserHandler } from '../application/standing/resume-user.js';
import { SuspendUserHandler } from '../application/standing/suspend-user.js';
import {
  EraseOwnAccount,
  EraseUser,
  personalFields,
  ResumeUser,
  registrationEventTypes,
  SuspendUser,
} from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** Suspension, erasure, and what is purged. */
export function bindStanding({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  const { onCommand } = bindHandlers(bind);
  onCommand(SuspendUser, SuspendUserHandler, { suspensions: REGISTRATION.suspensions, ids: PLATFORM.ids });
  onCommand(ResumeUser, ResumeUserHandler, { suspensions: REGISTRATION.suspensions, ids: PLATFORM.ids });
  bind(REGISTRATION.erasing)
    .toResolvedValue(
      (erasures: Erasures, records: PersonalRecords[]) => new Erasing(erasures, records),
      [REGISTRATION.erasures, { serviceIdentifier: PLATFORM.personalRecords, isMultiple: true }],
    )
    .inSingletonScope();
  onCommand(EraseUser, EraseUserHandler, { erasures: REGISTRATION.erasures, erasing: REGISTRATION.erasing });
  onCommand(EraseOwnAccount, EraseOwnAccountHandler, {
    applications: REGISTRATION.applications,
    tries: REGISTRATION.chargedTries,
    passwords: REGISTRATION.passwordCheck,
    erasing: REGISTRATION.erasing,
  });
  // What must be done for others once it is decided. Only the worker runs subscriptions.
  bind(PLATFORM.subscriptions).toResolvedValue((erasing) => new ErasedUsers(erasing), [REGISTRATION.erasing]);
  bind(PLATFORM.personalEvents).toConstantValue({
    fields: personalFields,
    endings: [registrationEventTypes.userErased, registrationEventTypes.registrationExpired],
  });
  for (const purgeOn of registrationPurges) bind(PLATFORM.purges).toResolvedValue(purgeOn, [PLATFORM.database]);
}
