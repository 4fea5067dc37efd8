import type { PersonalRecords, PersonKey } from '@gatehouse/kernel';
import type { Database } from '@gatehouse/platform/postgres';
import { MessageRecord } from '../../../contract/read-models/message-record.js';
import { outcomeColumns, shownState } from '../sql/outcome-columns.js';

type Times = 'createdAt' | 'notBefore' | 'deadline' | 'sentAt' | 'failedAt';
type MessageRow = { readonly [K in keyof MessageRecord]: K extends Times ? Date | null : MessageRecord[K] };

/** A person's messages. */
export class PostgresMessageRecords implements PersonalRecords {
  readonly name = 'messages';
  readonly description = 'Mails and text messages to the person, latest first';
  readonly record = MessageRecord;

  /** @param suppressions erased again: a report may have told of a message before it was gone, and after they were */
  constructor(
    private readonly database: Database,
    private readonly suppressions: Pick<PersonalRecords, 'erase'>,
  ) {}

  async find({ application, userId }: PersonKey): Promise<readonly MessageRecord[]> {
    const rows = await this.database.query<MessageRow>(
      (sql) => sql`
        select id, channel, template, ${shownState(sql)} as state, attempts, created_at as "createdAt", not_before as "notBefore", deadline,
          sent_at as "sentAt", failed_at as "failedAt", failure, provider, provider_message_id as "providerMessageId",
          last_answer as "lastAnswer", code_id as "codeId", notice_id as "noticeId", ${outcomeColumns(sql)}
        from gatehouse.deliveries as message
        where application = ${application} and user_id = ${userId}
        order by created_at desc, id desc`,
    );
    return rows.map((row) => ({
      ...row,
      createdAt: known(row.createdAt),
      notBefore: known(row.notBefore),
      deadline: known(row.deadline),
      sentAt: row.sentAt?.toISOString() ?? null,
      failedAt: row.failedAt?.toISOString() ?? null,
    }));
  }

  /** An attempt that is under way writes nothing of them any more: its row is gone, and its code with the account. */
  async erase(person: PersonKey): Promise<void> {
    const { application, userId } = person;
    await this.database.query(
      (sql) => sql`delete from gatehouse.deliveries where application = ${application} and user_id = ${userId}`,
    );
    await this.suppressions.erase(person);
  }
}

function known(time: Date | null): string {
  if (time === null) throw new Error('A delivery lacks one of its times');
  return time.toISOString();
}
