import type { Patch } from '../deployment/program-tree.ts';

/** A way to break the product that the checker must find. */
export interface Mutation {
  readonly name: string;
  readonly says: string;
  readonly patches: readonly Patch[];
  /** Kinds of faults that bring it to light; empty: it shows without any. */
  readonly faults: readonly string[];
}

const REGISTRATION = 'libs/registration/adapters/postgres';

/** Each is a mistake that somebody could make, in a place that no type and no import rule protects. */
export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'guard',
    says: 'the statement that uses a code no longer checks that users and codes are as they were read',
    patches: [
      {
        file: `${REGISTRATION}/codes/try-code.ts`,
        before: `select 1 where \${users.length} = (`,
        after: `select 1 where \${users.length} <> -1 - (`,
      },
      {
        file: `${REGISTRATION}/codes/try-code.ts`,
        before: '        and code.consumed_at is null and code.voided_at is null\n      order by code.id',
        after: '      order by code.id',
      },
    ],
    faults: ['slow'],
  },
  {
    name: 'cursor',
    says: 'the relay moves its cursor before it has handed events over',
    patches: [
      {
        file: 'libs/platform/events/relay.ts',
        before: '    if (events.length > 0) {\n      await this.#hand(events);',
        after:
          '    if (end !== null) await this.#log.moveCursor(name, cursor, end);\n    if (events.length > 0) {\n      await this.#hand(events);',
      },
    ],
    faults: ['kill', 'backends', 'broker-freeze', 'broker-kill', 'split'],
  },
  {
    name: 'horizon',
    says: 'relay and feed read what is committed, without waiting for older transactions (the snapshot’s horizon)',
    patches: [
      {
        file: 'libs/platform/events/event-log.ts',
        before: 'or event.transaction_id < pg_snapshot_xmin(pg_current_snapshot()) as settled',
        after: 'or event.transaction_id is not null as settled',
      },
      {
        file: 'libs/platform/events/feed-log.ts',
        before: 'or event.transaction_id < pg_snapshot_xmin(pg_current_snapshot()))`;',
        after: 'or event.transaction_id is not null)`;',
      },
    ],
    faults: ['pause', 'slow'],
  },
  {
    name: 'early-minute',
    says: 'a code’s minute starts before the provider has accepted the message',
    patches: [
      {
        file: 'libs/notification/application/delivery/deliver-message.ts',
        before: '    const answer = await send();\n',
        after:
          '    await this.#sourceOf(delivery).source.start(this.#sourceOf(delivery).id, false, context);\n    const answer = await send();\n',
      },
    ],
    faults: ['provider-outage', 'provider-reset', 'provider-limit'],
  },
  {
    name: 'others',
    says: 'activation leaves other registrations of the address as they are',
    patches: [
      {
        file: `${REGISTRATION}/codes/effects.ts`,
        before: 'and other.id <> activated.id\n      returning other.id',
        after: 'and other.id <> activated.id and false\n      returning other.id',
      },
    ],
    faults: ['slow'],
  },
  {
    name: 'key',
    says: 'Idempotency-Key is ignored',
    patches: [
      {
        file: 'libs/platform/idempotency/idempotent-command-bus.ts',
        before: 'if (!(call instanceof RepeatableCall) || call.hasBegun) return this.inner.execute(command, context);',
        after: `if (command) {
      const { repeatable: _ignored, ...bare } = context;
      return this.inner.execute(command, bare);
    }
    if (!(call instanceof RepeatableCall) || call.hasBegun) return this.inner.execute(command, context);`,
      },
    ],
    faults: ['cut'],
  },
  {
    name: 'gap',
    says: 'the throttle puts no distance between messages to one recipient',
    patches: [
      {
        file: `${REGISTRATION}/sql/recipient-slot.ts`,
        before: `sql\`greatest(excluded.hits[1], \${gapEnds})\``,
        after: 'sql`excluded.hits[1]`',
      },
    ],
    faults: ['slow'],
  },
  {
    name: 'revoked',
    says: 'a refresh token of a session that has ended is accepted',
    patches: [
      {
        file: 'libs/access/domain/session/session.ts',
        before: 'if (session.revokedAt !== null || now >= session.expiresAt)',
        after: 'if (now >= session.expiresAt)',
      },
      {
        file: 'libs/access/adapters/postgres/postgres-sessions.ts',
        before: 'and session.revoked_at is null and session.expires_at',
        after: 'and session.expires_at',
      },
    ],
    faults: ['slow'],
  },
  {
    name: 'erasure',
    says: 'erasing a person leaves the personal fields of their events',
    patches: [
      {
        file: `${REGISTRATION}/standing/postgres-erasures.ts`,
        before: `    \${blankEvents(sql)},\n`,
        after: '    blanked as (select 1),\n',
      },
    ],
    faults: ['kill'],
  },
  {
    name: 'webhook',
    says: 'a webhook is given up when its receiver refuses it for the first time',
    patches: [
      {
        file: 'libs/webhooks/domain/delivery/decide-after-answer.ts',
        before: "return at < deadline ? { kind: 'again', at }",
        after: "return at < now ? { kind: 'again', at }",
      },
    ],
    faults: ['receiver'],
  },
  {
    name: 'message-id',
    says: 'events are published to the broker without an id that repetitions share',
    patches: [
      {
        file: 'libs/platform/nats/event-publisher.ts',
        before: '      [MESSAGE_ID]: id,\n',
        after: `      [MESSAGE_ID]: \`\${id}-\${process.pid}-\${performance.now()}\`,\n`,
      },
    ],
    faults: ['broker-kill'],
  },
  {
    name: 'lost',
    says: 'a sign-up is acknowledged although its statement has failed',
    patches: [
      {
        file: 'libs/registration/application/sign-up/register-user.ts',
        before: 'await this.ports.registrations.add(registration, network, limits, context);',
        after:
          'await this.ports.registrations.add(registration, network, limits, context).catch(() => ({ createdAt: new Date() }));',
      },
    ],
    faults: ['backends', 'cut', 'crash'],
  },
];
