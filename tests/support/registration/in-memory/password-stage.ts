import type { CommandContext } from '@gatehouse/kernel';
import { PasswordCheck } from '../../../../libs/registration/application/credentials/password-check.js';
import type { Holder } from '../../../../libs/registration/application/ports/codes.js';
import type { AddressOwner, PendingCandidate } from '../../../../libs/registration/domain/user/user.js';
import { CountedIds } from '../../handlers/counted-ids.js';
import { InMemoryTries } from './in-memory-tries.js';
import { KnownApplications } from './known-applications.js';
import { hashOf, PlainHasher } from './plain-hasher.js';

export const ADA = 'ada@example.org';
export const PASSWORD = 'correct horse battery';
export const NETWORK = '203.0.113.7';
export const context: CommandContext = { application: 'shop', network: NETWORK, requestId: 'request-1' };
/** The same of somebody who is signed in to the account of ada@example.org. */
export const signedIn: CommandContext = { ...context, actor: { userId: 'ada', roles: [], sessionId: 'session' } };
export const KEY = { application: 'shop', email: ADA, network: NETWORK };

/** An account that owns ada@example.org. */
export const ownerOf = (changes: Partial<AddressOwner> = {}): AddressOwner => ({
  id: 'ada',
  state: 'active',
  passwordHash: hashOf(PASSWORD, 'shop', ADA),
  credentialsVersion: 3,
  ...changes,
});

/** A registration with ada@example.org. */
export const pendingOf = (id: string, changes: Partial<PendingCandidate> = {}): PendingCandidate => ({
  id,
  state: 'pending',
  version: 1,
  passwordHash: hashOf(PASSWORD, 'shop', ADA),
  emailVerified: false,
  phone: null,
  phoneRequired: false,
  phoneVerified: false,
  ...changes,
});

/** The same account, as a code is judged for it. */
export const holderOf = (changes: Partial<Holder> = {}): Holder => ({
  id: 'ada',
  version: 4,
  state: 'active',
  email: ADA,
  phone: null,
  phoneVerified: false,
  name: 'Augusta',
  surname: 'Lovelace',
  passwordHash: hashOf(PASSWORD, 'shop', ADA),
  credentialsVersion: 3,
  ...changes,
});

/** What handlers work with that ask for a password. */
export class PasswordStage {
  readonly applications = new KnownApplications();
  readonly tries = new InMemoryTries();
  readonly hasher = new PlainHasher();
  readonly ids = new CountedIds();
  readonly passwords = new PasswordCheck(this.tries, this.hasher, this.ids);
}
