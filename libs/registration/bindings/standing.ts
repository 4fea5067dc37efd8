import { handles, type PersonalRecords } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
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
  bind(PLATFORM.commands).toResolvedValue(
    (suspensions, ids) => handles(SuspendUser, new SuspendUserHandler(suspensions, ids)),
    [REGISTRATION.suspensions, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (suspensions, ids) => handles(ResumeUser, new ResumeUserHandler(suspensions, ids)),
    [REGISTRATION.suspensions, PLATFORM.ids],
  );
  bind(REGISTRATION.erasing)
    .toResolvedValue(
      (erasures: Erasures, records: PersonalRecords[]) => new Erasing(erasures, records),
      [REGISTRATION.erasures, { serviceIdentifier: PLATFORM.personalRecords, isMultiple: true }],
    )
    .inSingletonScope();
  bind(PLATFORM.commands).toResolvedValue(
    (erasures, erasing) => handles(EraseUser, new EraseUserHandler(erasures, erasing)),
    [REGISTRATION.erasures, REGISTRATION.erasing],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, tries, passwords, erasing) =>
      handles(EraseOwnAccount, new EraseOwnAccountHandler(applications, tries, passwords, erasing)),
    [REGISTRATION.applications, REGISTRATION.chargedTries, REGISTRATION.passwordCheck, REGISTRATION.erasing],
  );
  // What must be done for others once it is decided. Only the worker runs subscriptions.
  bind(PLATFORM.subscriptions).toResolvedValue((erasing) => new ErasedUsers(erasing), [REGISTRATION.erasing]);
  bind(PLATFORM.personalEvents).toConstantValue({
    fields: personalFields,
    endings: [registrationEventTypes.userErased, registrationEventTypes.registrationExpired],
  });
  for (const purgeOn of registrationPurges) bind(PLATFORM.purges).toResolvedValue(purgeOn, [PLATFORM.database]);
}
