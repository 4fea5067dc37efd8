import type { Clock, CommandContext, KeyScope } from '@gatehouse/kernel';
import type { Keys, KeyViews, SecretKey, SecretKeys } from '../../../libs/applications/application/ports/keys.js';
import type { ApplicationKey, IdentifiedKey } from '../../../libs/applications/contract/queries/find-keys.js';
import { MOST_KEYS, MOST_WITH_RETIRING } from '../../../libs/applications/domain/key/key.js';
import type { Written } from '../handlers/written.js';

interface KeptKey extends ApplicationKey {
  readonly application: string;
  readonly hash: string;
}

type Making = Parameters<Keys['add']>[0];

/** Keys of a test, the oldest first. */
export class InMemoryKeys implements Keys, KeyViews {
  /** Happens once, just before the next key is made or revoked. */
  beforeNextWrite: (() => Promise<unknown>) | undefined;
  /** The keys whose revocation the audit log knows. */
  readonly revoked: string[] = [];
  #keys: KeptKey[] = [];
  #version = 1;

  constructor(
    private readonly written: Written,
    private readonly clock: Clock,
  ) {}

  async find(keyId: string, application: string): Promise<ApplicationKey | null> {
    const found = this.#of(application).find(({ id }) => id === keyId);
    return found ? this.#shown(found) : null;
  }

  async add(key: Making, context: CommandContext): Promise<ApplicationKey | 'full' | 'beyond-maker'> {
    if (!this.#isHeld(key.scopes, context)) return 'beyond-maker';
    const unreplaced = this.#of(context.application).filter((one) => this.#isGood(one) && one.replacedBy === null);
    return unreplaced.length >= MOST_KEYS ? 'full' : this.#make(key, context);
  }

  async replace(...[oldId, { overlapSeconds, ...key }, context]: Parameters<Keys['replace']>) {
    await this.#othersWrite();
    const good = this.#of(context.application).filter((one) => this.#isGood(one));
    const old = good.find(({ id, replacedBy }) => id === oldId && replacedBy === null);
    if (!old) return 'unknown';
    if (!this.#isHeld(old.scopes, context)) return 'beyond-maker';
    if (good.length >= MOST_WITH_RETIRING) return 'full';
    const ends = [old.expiresAt, this.#later(overlapSeconds)].filter((end) => end !== null).sort();
    this.#change(oldId, { replacedBy: key.id, expiresAt: ends[0] ?? null });
    return this.#make({ ...key, name: old.name, scopes: old.scopes, lifeSeconds: null }, context);
  }

  async descent(keyId: string, application: string) {
    const first = this.#of(application).find(({ id }) => id === keyId);
    if (!first) return null;
    const ids = [keyId];
    for (const { id, createdBy } of this.#of(application)) {
      if (createdBy.kind === 'key' && ids.includes(createdBy.id ?? '')) ids.push(id);
    }
    const good = this.#keys.filter((one) => ids.includes(one.id) && this.#isGood(one));
    return { version: this.#version, good: good.map(({ id }) => id) };
  }

  async revoke(...[keyId, { version, events }, context]: Parameters<Keys['revoke']>): Promise<boolean> {
    await this.#othersWrite();
    if (version !== this.#version) return false;
    this.#version += 1;
    this.revoked.push(keyId);
    for (const event of events) {
      this.#change(event.subject, { revokedAt: this.clock.now().toISOString() });
      this.written.add(event, context);
    }
    return true;
  }

  async ofApplication(application: string): Promise<ApplicationKey[]> {
    return this.#of(application)
      .toReversed()
      .map((key) => this.#shown(key));
  }

  async presented(presented: { readonly keyId: string; readonly hash: string }): Promise<IdentifiedKey | null> {
    const found = this.#keys.find(({ id, hash }) => id === presented.keyId && hash === presented.hash);
    if (!found || !this.#isGood(found)) return null;
    this.#change(found.id, { lastUsedAt: this.clock.now().toISOString() });
    return { id: found.id, application: found.application, scopes: found.scopes };
  }

  #make({ id, secret, event, name, scopes, lifeSeconds }: Making, context: CommandContext): ApplicationKey {
    const { administrator, application } = context;
    if (!administrator) throw new Error('Nobody makes this key');
    const maker = this.#keys.find((key) => administrator.kind === 'key' && key.id === administrator.id);
    const ends = [maker?.expiresAt, lifeSeconds === null ? null : this.#later(lifeSeconds)].filter(
      (end) => end != null,
    );
    const key: KeptKey = {
      id,
      application,
      name,
      hash: secret.hash,
      hint: secret.hint,
      scopes: [...scopes],
      createdBy: { kind: administrator.kind, id: administrator.id, application: administrator.application },
      state: 'active',
      createdAt: this.clock.now().toISOString(),
      expiresAt: ends.sort()[0] ?? null,
      revokedAt: null,
      replacedBy: null,
      lastUsedAt: null,
    };
    this.#keys.push(key);
    this.#version += 1;
    this.written.add(event, context);
    return this.#shown(key);
  }

  #isHeld(scopes: readonly KeyScope[], { administrator }: CommandContext): boolean {
    if (administrator?.kind !== 'key') return true;
    const maker = this.#keys.find(({ id }) => id === administrator.id);
    return maker !== undefined && this.#isGood(maker) && scopes.every((scope) => maker.scopes.includes(scope));
  }

  #isGood({ revokedAt, expiresAt }: KeptKey): boolean {
    return revokedAt === null && (expiresAt === null || expiresAt > this.clock.now().toISOString());
  }

  #shown({ application: _, hash: __, ...key }: KeptKey): ApplicationKey {
    if (key.revokedAt !== null) return { ...key, state: 'revoked' };
    const isOver = key.expiresAt !== null && key.expiresAt <= this.clock.now().toISOString();
    return { ...key, state: isOver ? 'expired' : 'active' };
  }

  #of(application: string): readonly KeptKey[] {
    return this.#keys.filter((key) => key.application === application);
  }

  #change(keyId: string, changes: Partial<KeptKey>): void {
    this.#keys = this.#keys.map((key) => (key.id === keyId ? { ...key, ...changes } : key));
  }

  #later(seconds: number): string {
    return new Date(this.clock.now().getTime() + seconds * 1000).toISOString();
  }

  async #othersWrite(): Promise<void> {
    const { beforeNextWrite } = this;
    this.beforeNextWrite = undefined;
    await beforeNextWrite?.();
  }
}

/** Keys that say what they are: `ghk_<id>`. */
export const plainSecrets: SecretKeys = {
  create: (keyId): SecretKey => ({ text: `ghk_${keyId}`, hash: `hash of ghk_${keyId}`, hint: keyId.slice(-2) }),
  read: (text) => (text.startsWith('ghk_') ? { keyId: text.slice(4), hash: `hash of ${text}` } : null),
};
