import { PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { ContractApplicationDirectory } from '../adapters/applications/contract-application-directory.js';
import { Argon2PasswordHasher } from '../adapters/argon2/argon2-password-hasher.js';
import { HashQueue } from '../adapters/argon2/hash-queue.js';
import { addressSalt, HmacCodeDigits, HmacFeedbackTokens, HmacUndoTokens } from '../adapters/crypto/keyed-hashes.js';
import { PostgresChargedTries } from '../adapters/postgres/codes/postgres-charged-tries.js';
import { PostgresCodes } from '../adapters/postgres/codes/postgres-codes.js';
import { PostgresNotices } from '../adapters/postgres/messages/postgres-notices.js';
import { PostgresAccounts } from '../adapters/postgres/own-account/postgres-accounts.js';
import { PostgresEmailChanges } from '../adapters/postgres/recovery/postgres-email-changes.js';
import { PostgresRegistrations } from '../adapters/postgres/sign-up/postgres-registrations.js';
import { PostgresErasures } from '../adapters/postgres/standing/postgres-erasures.js';
import { PostgresSuspensions } from '../adapters/postgres/standing/postgres-suspensions.js';
import { PostgresTextStops } from '../adapters/postgres/text-traffic/postgres-text-traffic.js';
import { PwnedPasswords, rangeDispatcher } from '../adapters/pwned-passwords/pwned-passwords.js';
import { TimedAnswerPace } from '../adapters/timers/timed-answer-pace.js';
import type { BreachedPasswords } from '../application/ports/input-checks.js';
import { REGISTRATION } from './tokens.js';

/** What the ports of registration are: PostgreSQL, argon2, HMACs, look-ups. */
export function bindAdapters({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  bind(REGISTRATION.applications)
    .toResolvedValue(
      (queries, { sms, messagesPerRecipientAndDay }) =>
        new ContractApplicationDirectory(queries, {
          sendsTexts: sms.providers.length > 0,
          perDayAnywhere: messagesPerRecipientAndDay,
          sms: sms.ceilings,
        }),
      [PLATFORM.queryBus, PLATFORM.settings],
    )
    .inSingletonScope();
  bind(REGISTRATION.registrations)
    .toResolvedValue((database) => new PostgresRegistrations(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.accounts)
    .toResolvedValue((database) => new PostgresAccounts(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.erasures)
    .toResolvedValue((database) => new PostgresErasures(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.suspensions)
    .toResolvedValue((database) => new PostgresSuspensions(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.codes)
    .toResolvedValue((database) => new PostgresCodes(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.textStops)
    .toResolvedValue(
      (database, metrics) => new PostgresTextStops(database, (labels) => metrics.smsStops.inc(labels)),
      [PLATFORM.database, PLATFORM.metrics],
    )
    .inSingletonScope();
  bind(REGISTRATION.chargedTries)
    .toResolvedValue((database) => new PostgresChargedTries(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.undoTokens)
    .toResolvedValue(({ codeKeys }) => new HmacUndoTokens(codeKeys), [PLATFORM.settings])
    .inSingletonScope();
  bind(REGISTRATION.feedbackTokens)
    .toResolvedValue(({ codeKeys }) => new HmacFeedbackTokens(codeKeys), [PLATFORM.settings])
    .inSingletonScope();
  bind(REGISTRATION.emailChanges)
    .toResolvedValue((database) => new PostgresEmailChanges(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.notices)
    .toResolvedValue((database) => new PostgresNotices(database), [PLATFORM.database])
    .inSingletonScope();
  bind(REGISTRATION.codeDigits)
    .toResolvedValue(({ codeKeys }) => new HmacCodeDigits(codeKeys), [PLATFORM.settings])
    .inSingletonScope();
  bind(REGISTRATION.hashQueue)
    .toResolvedValue(
      ({ hashing }, metrics) => {
        const queue = new HashQueue({
          concurrency: hashing.concurrency,
          limit: hashing.queueLimit,
          longestWaitSeconds: hashing.queueSeconds,
          observe: (purpose, waited, worked) => {
            metrics.hashWaitSeconds.observe({ purpose }, waited);
            metrics.hashSeconds.observe({ purpose }, worked);
          },
        });
        metrics.gauge('gatehouse_hashes_waiting', 'Passwords waiting to be hashed', () => queue.waiting);
        return queue;
      },
      [PLATFORM.settings, PLATFORM.metrics],
    )
    .inSingletonScope();
  bind(REGISTRATION.passwordHasher)
    .toResolvedValue(
      (queue, { codeKeys }) =>
        new Argon2PasswordHasher(queue, (application, email) => addressSalt(codeKeys, application, email)),
      [REGISTRATION.hashQueue, PLATFORM.settings],
    )
    .inSingletonScope();
  bind(REGISTRATION.answerPace)
    .toResolvedValue(() => new TimedAnswerPace())
    .inSingletonScope();
  bind(REGISTRATION.rangeDispatcher)
    .toResolvedValue(() => rangeDispatcher())
    .inSingletonScope()
    .onDeactivation((dispatcher) => dispatcher.close());
  bind(REGISTRATION.breachedPasswords)
    .toResolvedValue(
      ({ passwordBreachCheck }, metrics, dispatcher): BreachedPasswords =>
        passwordBreachCheck.enabled
          ? new PwnedPasswords({
              baseUrl: passwordBreachCheck.baseUrl,
              dispatcher,
              onCheck: (outcome) => metrics.passwordBreachChecks.inc({ outcome }),
            })
          : { has: async () => false },
      [PLATFORM.settings, PLATFORM.metrics, REGISTRATION.rangeDispatcher],
    )
    .inSingletonScope();
}
