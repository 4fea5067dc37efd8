import type { Clock, CommandContext, DomainEvent } from '@gatehouse/kernel';
import type { Roles } from '../../../libs/access/application/ports/roles.js';
import type { HeldRole } from '../../../libs/access/contract/queries/find-roles.js';
import type { InMemorySessions } from './in-memory-sessions.js';

interface GivenRole extends HeldRole {
  readonly application: string;
}

/** Roles and the events that were written with them; a role that is taken ends its holder's sessions. */
export class InMemoryRoles implements Roles {
  readonly events: DomainEvent[] = [];
  /** Who did it: the contexts of the changes that were written. */
  readonly writtenUnder: CommandContext[] = [];
  #given: GivenRole[] = [];

  constructor(
    private readonly sessions: InMemorySessions,
    private readonly clock: Clock,
  ) {}

  /** Gives a role as if that had been done before the test. */
  given(application: string, userId: string, role: HeldRole['role']): void {
    this.#given.push({ application, userId, role, grantedAt: this.clock.now().toISOString() });
  }

  async of({ application, userId }: Parameters<Roles['of']>[0]) {
    const held = this.#given.filter((given) => given.application === application && given.userId === userId);
    return ['user' as const, ...held.map(({ role }) => role)];
  }

  async ofSession(session: Parameters<Roles['ofSession']>[0]) {
    const views = await this.sessions.of({ ...session, current: undefined });
    return views.some(({ id }) => id === session.sessionId) ? this.of(session) : null;
  }

  async ofApplication(application: string): Promise<HeldRole[]> {
    const held = this.#given.filter((given) => given.application === application).toReversed();
    return held.map(({ userId, role, grantedAt }) => ({ userId, role, grantedAt }));
  }

  async grant(...[{ userId, role, event }, context]: Parameters<Roles['grant']>): Promise<void> {
    if (this.#has(context, userId, role)) return;
    this.given(context.application, userId, role);
    this.#wrote(event, context);
  }

  async revoke(...[{ userId, role, event, sessions }, context]: Parameters<Roles['revoke']>): Promise<void> {
    if (!this.#has(context, userId, role)) return;
    this.#given = this.#given.filter(
      (given) => given.application !== context.application || given.userId !== userId || given.role !== role,
    );
    await this.sessions.revokeAll(userId, sessions, context);
    this.#wrote(event, context);
  }

  #has({ application }: CommandContext, userId: string, role: string): boolean {
    return this.#given.some(
      (given) => given.application === application && given.userId === userId && given.role === role,
    );
  }

  #wrote(event: DomainEvent, context: CommandContext): void {
    this.events.push(event);
    this.writtenUnder.push(context);
  }
}
