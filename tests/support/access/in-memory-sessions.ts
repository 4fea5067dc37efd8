import type { Clock, CommandContext, DomainEvent } from '@gatehouse/kernel';
import type {
  NewSession,
  SessionKey,
  Sessions,
  SessionViews,
} from '../../../libs/access/application/ports/sessions.js';
import {
  endOfSession,
  isOvertaken,
  type Revocation,
  type Session,
  type SessionPolicy,
} from '../../../libs/access/domain/session/session.js';
import { RecordedAnswer } from '../handlers/recorded-answer.js';

interface KeptSession extends Session {
  readonly application: string;
  readonly device: NewSession['device'];
  readonly network: NewSession['network'];
  readonly lastUsedAt: Date;
}

/** Sessions and the events that were written with them. A session that has ended is not ended again. */
export class InMemorySessions implements Sessions, SessionViews {
  readonly events: DomainEvent[] = [];
  /** What a repeated call would be answered, as it stood when its session was written. */
  readonly keptAnswers: { readonly value: unknown; readonly person: string | undefined }[] = [];
  /** Happens once, just before the next exchange is written. */
  beforeNextRotation: (() => Promise<void>) | undefined;
  readonly #sessions = new Map<string, KeptSession>();
  /** In the order of their last use. */
  #uses: string[] = [];

  constructor(private readonly clock: Clock) {}

  get(id: string, application = 'shop'): KeptSession | undefined {
    return this.#sessions.get(`${application}/${id}`);
  }

  async start(session: NewSession, policy: SessionPolicy, context?: CommandContext): Promise<void> {
    const { started, crowdedOut, ...rest } = session;
    const now = this.clock.now();
    const others = this.#activeOf(session).toSorted((one, other) => this.#useOf(one) - this.#useOf(other));
    for (const stale of others.slice(0, Math.max(0, others.length + 1 - policy.perUser))) this.#end(stale, crowdedOut);
    const expiresAt = endOfSession(now, now, policy);
    const times = { createdAt: now, lastUsedAt: now, rotatedAt: null, revokedAt: null, expiresAt };
    this.#keep({ ...rest, ...times, previousTokenHash: null });
    this.events.push(started);
    const { repeatable } = context ?? {};
    if (repeatable instanceof RecordedAnswer) {
      this.keptAnswers.push({ value: repeatable.value, person: repeatable.person });
    }
  }

  async find({ application, id }: SessionKey): Promise<{ readonly session: Session; readonly now: Date } | null> {
    const session = this.get(id, application);
    return session ? { session, now: this.clock.now() } : null;
  }

  async rotate(key: SessionKey, hashes: Parameters<Sessions['rotate']>[1], expiresAt: Date): Promise<boolean> {
    const { beforeNextRotation } = this;
    this.beforeNextRotation = undefined;
    await beforeNextRotation?.();
    const session = this.get(key.id, key.application);
    if (!session || !this.#isActive(session) || session.tokenHash !== hashes.presented) return false;
    const now = this.clock.now();
    const used = { rotatedAt: now, lastUsedAt: now, expiresAt };
    this.#keep({ ...session, ...used, tokenHash: hashes.next, previousTokenHash: session.tokenHash });
    return true;
  }

  async revoke({ application, id, userId }: Parameters<Sessions['revoke']>[0], event: Revocation): Promise<boolean> {
    const session = this.get(id, application);
    if (session?.userId !== userId) return false;
    this.#end(session, event);
    return true;
  }

  async revokeAll(userId: string, event: Revocation, { application }: CommandContext): Promise<void> {
    for (const session of this.#activeOf({ application, userId })) this.#end(session, event);
  }

  async revokeOvertaken(...[account, standing, event]: Parameters<Sessions['revokeOvertaken']>): Promise<void> {
    for (const session of this.#activeOf(account)) if (isOvertaken(session, standing)) this.#end(session, event);
  }

  async of({ application, userId, current }: Parameters<SessionViews['of']>[0]) {
    return this.#activeOf({ application, userId })
      .toSorted((one, other) => this.#useOf(other) - this.#useOf(one))
      .map(({ id, createdAt, lastUsedAt, expiresAt, device, network }) => ({
        id,
        current: id === current,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        device,
        network,
      }));
  }

  #activeOf({ application, userId }: { readonly application: string; readonly userId: string }): KeptSession[] {
    const all = [...this.#sessions.values()];
    return all.filter((one) => one.application === application && one.userId === userId && this.#isActive(one));
  }

  #isActive({ revokedAt, expiresAt }: Session): boolean {
    return revokedAt === null && this.clock.now() < expiresAt;
  }

  #useOf({ application, id }: KeptSession): number {
    return this.#uses.indexOf(`${application}/${id}`);
  }

  #keep(session: KeptSession): void {
    const key = `${session.application}/${session.id}`;
    this.#sessions.set(key, session);
    this.#uses = [...this.#uses.filter((other) => other !== key), key];
  }

  #end(session: KeptSession, { type, data }: Revocation): void {
    if (session.revokedAt !== null) return;
    const key = `${session.application}/${session.id}`;
    this.#sessions.set(key, { ...session, revokedAt: this.clock.now() });
    this.events.push({ type, data: { ...data, sessionId: session.id, userId: session.userId } });
  }
}
