import type { Database } from '@gatehouse/platform/postgres';
import type { BounceReason, Outcome } from '../../../contract/events.js';

/** What its provider has reported of a message, by kind. */
export type Reported = { readonly [O in Outcome]?: { readonly at: string; readonly reason?: BounceReason } };

interface TestMessage {
  readonly id: string;
  readonly channel: 'mail' | 'sms';
  readonly provider: string;
}

/** Of a deadline that every message has, in seconds. */
const LIFE_SECONDS = 600;

/** Test messages of an operator, which providers report on as on any other. Each is about nothing but itself. */
export class PostgresTestMessages {
  constructor(private readonly database: Database) {}

  /**
   * Before it is sent: a report may come before the provider has answered. As sent, since no worker brings it to an end: were
   * it to count as waiting, it would do so for good after the doctor was stopped.
   */
  async open({ id, channel, provider }: TestMessage): Promise<void> {
    await this.database.query(
      (sql) => sql`
        insert into gatehouse.deliveries
          (application, id, notice_id, channel, template, state, attempts, not_before, deadline, provider)
        values ('default', ${id}, ${id}, ${channel}, 'test-message', 'sent', 1, gatehouse.now(),
          gatehouse.now() + make_interval(secs => ${LIFE_SECONDS}), ${provider})`,
    );
  }

  async accepted(id: string, providerMessageId: string | null): Promise<void> {
    await this.database.query(
      (sql) => sql`
        update gatehouse.deliveries
        set sent_at = gatehouse.now(), provider_message_id = ${providerMessageId}
        where application = 'default' and id = ${id}`,
    );
  }

  /** It was not accepted: nothing will be reported about it. */
  async drop(id: string): Promise<void> {
    await this.database.query(
      (sql) => sql`delete from gatehouse.deliveries where application = 'default' and id = ${id}`,
    );
  }

  async reportedOf(id: string): Promise<Reported> {
    const { outcomes } = await this.database.one<{ outcomes: Reported }>(
      (sql) => sql`
        select coalesce((select outcomes from gatehouse.deliveries where application = 'default' and id = ${id}), '{}')
          as outcomes`,
    );
    return outcomes;
  }
}
