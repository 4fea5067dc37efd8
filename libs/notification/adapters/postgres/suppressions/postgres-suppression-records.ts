import type { PersonalRecords, PersonKey } from '@gatehouse/kernel';
import type { Database } from '@gatehouse/platform/postgres';
import type { People } from '../../../application/ports/messages.js';
import type { SuppressionList } from '../../../application/ports/suppressions.js';
import { Suppression } from '../../../contract/queries/find-suppressions.js';

/** That nothing is sent to a person's addresses. Erased before the messages, whose rows know these addresses. */
export class PostgresSuppressionRecords implements PersonalRecords {
  readonly name = 'suppressions';
  readonly description = 'Addresses and phones of the person that nothing is sent to, latest first';
  readonly record = Suppression;

  constructor(
    private readonly database: Database,
    private readonly list: Pick<SuppressionList, 'ofPerson'>,
    private readonly people: Pick<People, 'wasActivated'>,
  ) {}

  find(person: PersonKey): Promise<readonly Suppression[]> {
    return this.list.ofPerson(person);
  }

  /**
   * Goes with the account whose owner has proven the address. What somebody has only typed may be another's, who wants no
   * mails: then it stays, and whose message it was is forgotten. (ADR-0130)
   */
  async erase(person: PersonKey): Promise<void> {
    const { application, userId } = person;
    if (await this.people.wasActivated(person)) {
      await this.database.query(
        (sql) => sql`
          delete from gatehouse.suppressions
          where application = ${application} and (user_id = ${userId} or recipient_key in (
            select recipient_key from gatehouse.deliveries where application = ${application} and user_id = ${userId}))`,
      );
    } else {
      await this.database.query(
        (sql) => sql`
          update gatehouse.suppressions set user_id = null where application = ${application} and user_id = ${userId}`,
      );
    }
  }
}
