import { type CommandContext, ok } from '@gatehouse/kernel';
import { problemOfFault } from '@gatehouse/platform/edge';
import type { Database } from '@gatehouse/platform/postgres';
import { jest } from '@jest/globals';
import { RefreshSessionHandler } from '../../../libs/access/application/sessions/refresh-session.js';
import { standardSessions } from '../../../libs/access/domain/session/session.js';
import { PostgresKeys } from '../../../libs/applications/adapters/postgres/keys/postgres-keys.js';
import { RevokeKeyHandler } from '../../../libs/applications/application/keys/manage-keys.js';
import { ChangeApplicationHandler } from '../../../libs/applications/application/settings/manage-applications.js';
import { RemoveLogoHandler, SetLogoHandler } from '../../../libs/applications/application/settings/set-logo.js';
import { defaultSettings } from '../../../libs/applications/domain/application/application.js';
import { defaultGrants } from '../../../libs/applications/domain/application/grants.js';
import { keyCreated } from '../../../libs/applications/domain/key/key.js';
import { AccountProver } from '../../../libs/registration/application/codes/account-prover.js';
import { IssueCode } from '../../../libs/registration/application/codes/issue-code.js';
import { RegistrationProver } from '../../../libs/registration/application/codes/registration-prover.js';
import { VerifyCode } from '../../../libs/registration/application/codes/verify-code.js';
import { PasswordCheck } from '../../../libs/registration/application/credentials/password-check.js';
import { RequestEmailChangeHandler } from '../../../libs/registration/application/own-account/change-email.js';
import { ChangePasswordHandler } from '../../../libs/registration/application/own-account/change-password.js';
import { ChangeProfileHandler } from '../../../libs/registration/application/own-account/change-profile.js';
import type { OwnAccount } from '../../../libs/registration/application/ports/accounts.js';
import type { ChargedTries, RegistrationCode } from '../../../libs/registration/application/ports/charged-tries.js';
import type { CodeDigits } from '../../../libs/registration/application/ports/codes.js';
import type { PasswordHasher } from '../../../libs/registration/application/ports/password-hasher.js';
import { UndoEmailChangeHandler } from '../../../libs/registration/application/recovery/undo-email-change.js';
import {
  EraseOwnAccountHandler,
  EraseUserHandler,
} from '../../../libs/registration/application/standing/erase-user.js';
import { ResumeUserHandler, SuspendUserHandler } from '../../../libs/registration/application/standing/suspend-user.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import { phoneVerified } from '../../../libs/registration/domain/user/account-events.js';
import type { PendingCandidate } from '../../../libs/registration/domain/user/user.js';
import { PostgresWebhooks } from '../../../libs/webhooks/adapters/postgres/postgres-webhooks.js';
import { ChangeWebhookHandler } from '../../../libs/webhooks/application/webhooks/manage-webhooks.js';
import { RotateWebhookSecretHandler } from '../../../libs/webhooks/application/webhooks/rotate-webhook-secret.js';
import { webhookCreated } from '../../../libs/webhooks/domain/webhook/webhook.js';

const NOW = new Date('2026-05-01T12:00:00Z');
const context: CommandContext = {
  application: 'default',
  network: null,
  requestId: 'r',
  actor: { userId: 'u', roles: [], sessionId: 's' },
};
const ids = { next: () => '0190a000-0000-7000-8000-000000000000' };

/** A port, or a command, of which the case needs these members alone. */
const port = (methods: object): never => methods as never;
const always = <T>(answer: T) => jest.fn(async () => answer);

const application = { name: 'Shop', policy: standardPolicy };
const applications = {
  get: always({ slug: 'default', redirectTargets: [], links: { termsUrl: null, privacyUrl: null }, ...application }),
};
const digits: CodeDigits = port({ currentKeyId: 'k', knows: () => true, of: () => '0417' });
const details = { name: 'Ada', surname: null, phone: null, hobbies: [], birthDate: null, locale: null };
const account: OwnAccount = {
  id: 'u',
  version: 1,
  email: 'ada@example.org',
  profile: port({ id: 'u', email: 'ada@example.org', state: 'active', ...details }),
};
const owner = { id: 'u', state: 'active', passwordHash: 'hash', credentialsVersion: 1 } as const;
const pending: PendingCandidate = {
  id: 'p',
  state: 'pending',
  version: 1,
  passwordHash: 'hash',
  emailVerified: false,
  phone: null,
  phoneRequired: false,
  phoneVerified: false,
};
const code: RegistrationCode = {
  id: 'c',
  purpose: 'phone',
  userId: 'p',
  keyId: 'k',
  digits: 4,
  attempts: 0,
  maxAttempts: 3,
  dispatchedAt: NOW,
  acceptedAt: NOW,
  expiresAt: new Date(NOW.getTime() + 60_000),
  target: '+33612345678',
  targetDeliverable: null,
  wrongTries: 0,
};

/** Somebody who knows the password, of an account or of a registration. */
function passwords(situation: { owner: typeof owner | null; unproven: readonly PendingCandidate[] }) {
  const read = { admitted: true, now: NOW, decoys: [], codes: [code], charge: { at: '1' }, ...situation } as const;
  const tries: ChargedTries = port({
    chargePassword: always(read),
    situationAgain: always(read),
    chargeNetwork: always({ admitted: true, charge: { at: '1' } } as const),
    settle: always(undefined),
  });
  const hasher: Pick<PasswordHasher, 'matching' | 'takePlace'> = {
    takePlace: (turn) => ({ ...turn, leave: () => undefined }),
    matching: async (_password, hashes) => hashes.map((_hash, index) => index),
  };
  return { tries, passwords: new PasswordCheck(tries, port(hasher), ids) };
}
const byOwner = () => passwords({ owner, unproven: [] });
const verifyCode = () => new VerifyCode(port({ try: always({ kind: 'stale' as const }) }), digits);

const LOST = { has_room: true, is_held: true, is_known: true };

/** A database whose every statement finds the last place taken by somebody else in the same moment. */
const lost: Database = port({
  sql: port({}),
  query: async () => [LOST],
  one: async () => LOST,
});

const newKey = { id: 'k', event: keyCreated('e', 'k'), secret: { text: 'sk', hash: 'ff', hint: 'sk' } };
const webhook = { settings: {}, version: 1, webhook: {}, secretVersion: 1 };

/** Every command that reads, decides and writes under a guard, where each write loses its race. */
const lostRaces: Readonly<Record<string, () => Promise<unknown>>> = {
  'a suspension': () =>
    new SuspendUserHandler({
      suspensions: port({ stateOf: always('active' as const), suspend: always(false) }),
      ids,
    }).execute(port({ userId: 'u', reason: 'fraud' }), context),
  'a resumption': () =>
    new ResumeUserHandler({
      suspensions: port({ stateOf: always('suspended' as const), resume: always(false) }),
      ids,
    }).execute(port({ userId: 'u' }), context),
  'an erasure': () =>
    new EraseUserHandler({
      erasures: port({ stateOf: always('active' as const) }),
      erasing: port({ erase: always(false) }),
    }).execute(port({ userId: 'u' }), context),
  'an erasure of one’s own': () => {
    const { tries, passwords: check } = byOwner();
    return new EraseOwnAccountHandler({
      applications,
      tries,
      passwords: check,
      erasing: port({ erase: always(false) }),
    }).execute(port({ email: 'ada@example.org', password: 'a password' }), context);
  },
  'a change of profile': () =>
    new ChangeProfileHandler({
      applications,
      accounts: port({ find: always(account), changeProfile: always(null) }),
      phoneNumbers: port({}),
      ids,
      clock: {
        now: () => NOW,
      },
    }).execute(port({ name: 'Grace' }), context),
  'a change of password': () =>
    new ChangePasswordHandler({
      applications,
      accounts: port({ find: always(account), changePassword: always(false) }),
      newPasswords: port({ accept: () => ok('a new password'), breachOf: always(null) }),
      passwords: byOwner().passwords,
      hasher: port({ hashForAddress: always('a new hash') }),
      ids,
    }).execute(port({ currentPassword: 'a password', newPassword: 'a new password' }), context),
  'a change of address': () =>
    new RequestEmailChangeHandler({
      applications,
      accounts: port({ find: always(account) }),
      passwords: byOwner().passwords,
      issueCode: new IssueCode(
        port({
          historyOf: always({
            now: NOW,
            messages: [],
            messagesAnywhere: [],
            networkMessages: [],
            wideNetworkMessages: [],
            reserve: null,
            latestOfPurpose: null,
            textMessages: [],
            destination: null,
            wrongTries: 0,
          }),
          issue: always(false),
        }),
        digits,
        ids,
      ),
      ids,
    }).execute(port({ newEmail: 'grace@example.org', currentPassword: 'a password' }), context),
  'the undo of a change of address': () =>
    new UndoEmailChangeHandler({
      changes: port({
        open: always({
          userId: 'u',
          formerEmail: 'ada@example.org',
          formerEmailDeliverable: 'ada@example.org',
          accountVersion: 1,
          version: 1,
          credentialsVersion: 1,
        }),
        undo: always('stale' as const),
      }),
      tokens: port({ changeOf: () => 'change' }),
      hasher: { ofNoPassword: () => 'none' },
      ids,
    }).execute(port({ token: 'token' }), context),
  'the proof of a registration': () => {
    const { tries, passwords: check } = passwords({ owner: null, unproven: [pending] });
    return new RegistrationProver(applications, tries, check, verifyCode(), port({ of: () => 'token' }), ids).prove(
      { email: 'ada@example.org', password: 'a password', code: '0417', proof: 'email' },
      context,
    );
  },
  'the proof of a phone': () =>
    new AccountProver(
      port({
        situationOf: always({
          now: NOW,
          holder: port({ id: 'p', version: 1, state: 'active' }),
          codes: [code],
          used: [],
        }),
      }),
      byOwner().tries,
      verifyCode(),
      ids,
    ).prove({
      key: { application: 'default', network: null, userId: 'p' },
      purpose: 'phone',
      typed: '0417',
      policy: standardPolicy,
      effectOf: (_holder, _code, eventId) => ({
        effect: { kind: 'phone-verified' },
        event: phoneVerified(eventId, 'p'),
      }),
      stands: () => false,
    }),
  'an exchange of a refresh token': () => {
    const token = { text: 't', hash: 'h', sessionId: 's', isGenuine: true };
    const session = {
      id: 's',
      userId: 'u',
      credentialsVersion: 1,
      tokenHash: 'h',
      previousTokenHash: null,
      rotatedAt: null,
      createdAt: NOW,
      expiresAt: new Date(NOW.getTime() + 1),
      revokedAt: null,
    };
    return new RefreshSessionHandler({
      accounts: port({ standingOf: always({ state: 'active', credentialsVersion: 1, keptSession: null } as const) }),
      sessions: port({ find: always({ session, now: NOW }), rotate: always(false) }),
      roles: port({}),
      refreshTokens: port({ read: () => token, successor: () => token }),
      accessTokens: port({}),
      policy: standardSessions,
    }).execute(port({ refreshToken: 't' }), context);
  },
  'a change of an application': () =>
    new ChangeApplicationHandler({
      applications: port({
        find: always({
          application: {
            id: 'a',
            slug: 'default',
            settings: { ...defaultSettings, name: 'Shop' },
            logo: null,
            grants: defaultGrants,
          },
          version: 1,
        }),
        save: always(false),
      }),
      ids,
      providers: { mail: [], sms: [] },
    }).execute(port({ name: 'Another shop' }), context),
  'a logo': () =>
    new SetLogoHandler({
      applications: port({ find: always({ application: { id: 'a', slug: 'default', logo: null }, version: 1 }) }),
      images: port({ read: always(ok({ name: 'n', type: 'image/png', width: 48, height: 32, removed: [] })) }),
      logos: port({ save: always(false) }),
      ids,
    }).execute(port({ image: '' }), context),
  'a removal of a logo': () =>
    new RemoveLogoHandler({
      applications: port({ find: always({ application: { id: 'a', slug: 'default', logo: {} }, version: 1 }) }),
      logos: port({ save: always(false) }),
      ids,
    }).execute(port({}), context),
  'a revocation of a key': () =>
    new RevokeKeyHandler({
      keys: port({ descent: always({ version: 1, good: ['k'] }), revoke: always(false) }),
      ids,
    }).execute(port({ keyId: 'k' }), context),
  'a new key': () => new PostgresKeys(lost).add({ ...newKey, name: 'CI', scopes: [], lifeSeconds: null }, context),
  'a rotation of a key': () => new PostgresKeys(lost).replace('old', { ...newKey, overlapSeconds: 60 }, context),
  'a new webhook': () =>
    new PostgresWebhooks(lost).add(
      {
        webhookId: 'w',
        event: webhookCreated('e', 'w', []),
        keyId: 'k',
        settings: { url: 'https://example.org/', types: [], description: null },
      },
      context,
    ),
  'a change of a webhook': () =>
    new ChangeWebhookHandler({
      webhooks: port({ find: always(webhook), save: always(null) }),
      destinations: { accepts: () => true },
      ids,
    }).execute(port({ webhookId: 'w', description: 'Ours' }), context),
  'a rotation of a webhook’s secret': () =>
    new RotateWebhookSecretHandler({
      webhooks: port({ find: always(webhook), rotate: always(null) }),
      secrets: port({ currentKeyId: 'k', secretOf: () => 'whsec_' }),
      ids,
    }).execute(port({ webhookId: 'w' }), context),
};

describe('a command that loses every race', () => {
  it.each(Object.entries(lostRaces))('is answered 503 busy, to be tried again: %s', async (_what, execute) => {
    const fault: unknown = await execute().then(
      (answer) => ({ answer }),
      (error: unknown) => error,
    );
    expect(problemOfFault(fault)).toMatchObject({
      problem: { code: 'busy', status: 503 },
      refusal: { retryAfterSeconds: 1 },
    });
  });
});
