import type { Profile } from '@gatehouse/registration/contract';
import type {
  Accounts,
  NewPassword,
  NewProfile,
  NewSpelling,
  OwnAccount,
} from '../../../../libs/registration/application/ports/accounts.js';
import { ADA } from './password-stage.js';

/** The account of ada@example.org as its owner sees it. */
export const profileOf = (changes: Partial<Profile> = {}): Profile => ({
  id: 'ada',
  state: 'active',
  email: 'Ada@example.org',
  emailVerified: true,
  name: 'Augusta',
  surname: 'Lovelace',
  phone: null,
  phoneVerified: false,
  hobbies: ['chess'],
  birthDate: null,
  locale: null,
  acceptedTerms: null,
  createdAt: '2026-04-01T12:00:00.000Z',
  activatedAt: '2026-04-01T12:01:00.000Z',
  ...changes,
});

/** Accounts by application and id; at first that of ada@example.org, in the shop. Writes what is guarded by what was read. */
export class InMemoryAccounts implements Accounts {
  readonly kept = new Map<string, OwnAccount>();
  readonly profiles: NewProfile[] = [];
  readonly spellings: NewSpelling[] = [];
  readonly passwords: NewPassword[] = [];
  readonly renewed: { readonly userId: string; readonly from: string; readonly to: string }[] = [];
  /** Happens once, before anything is written. */
  meanwhile: (() => void) | undefined;
  /** Another hash than the one that was proven is the account's by now, so many times. */
  lostPasswords = 0;
  isBroken = false;

  constructor() {
    this.set({});
  }

  set(profile: Partial<Profile>, version = 4): void {
    const { id } = profileOf(profile);
    this.kept.set(`shop/${id}`, { id, version, email: ADA, profile: profileOf(profile) });
  }

  async find({ application, userId }: Parameters<Accounts['find']>[0]): Promise<OwnAccount | null> {
    return this.kept.get(`${application}/${userId}`) ?? null;
  }

  async changeProfile(change: NewProfile): Promise<Profile | null> {
    if (!this.#isAsRead(change)) return null;
    this.profiles.push(change);
    return profileOf({ ...change.details, hobbies: [...change.details.hobbies] });
  }

  async changeShownEmail(change: NewSpelling): Promise<boolean> {
    if (!this.#isAsRead(change)) return false;
    this.spellings.push(change);
    return true;
  }

  async changePassword(change: NewPassword): Promise<boolean> {
    this.#letHappen();
    this.lostPasswords -= 1;
    if (this.lostPasswords >= 0) return false;
    this.passwords.push(change);
    return true;
  }

  async replaceHash(...[{ userId }, hashes]: Parameters<Accounts['replaceHash']>): Promise<void> {
    if (this.isBroken) throw new Error('The database is gone');
    this.renewed.push({ userId, ...hashes });
  }

  #isAsRead({ application, userId, version }: NewProfile | NewSpelling): boolean {
    this.#letHappen();
    return this.kept.get(`${application}/${userId}`)?.version === version;
  }

  #letHappen(): void {
    this.meanwhile?.();
    this.meanwhile = undefined;
  }
}
