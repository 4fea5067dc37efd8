import { domainToASCII } from 'node:url';
import type { KeyRing } from '@gatehouse/platform/config';
import { batchedCalls, type Database } from '@gatehouse/platform/postgres';
import type { SuppressedRecipient, Suppressions } from '../../../application/ports/suppressions.js';
import type { Suppression } from '../../../domain/message/outcome.js';

interface LookUp {
  readonly application: string;
  /** In hex: by every key of the ring, since the row was written under one of them. */
  readonly keys: readonly string[];
}

interface SuppressionRow extends Suppression {
  readonly application: string;
  readonly key: string;
}

export class PostgresSuppressions implements Suppressions {
  /** Many messages at once are one statement. */
  readonly #find: (lookUp: LookUp) => Promise<Suppression | null>;

  constructor(
    database: Database,
    private readonly keys: KeyRing,
  ) {
    this.#find = batchedCalls(async (lookUps) => {
      const wanted = lookUps.flatMap(({ application, keys: own }) => own.map((key) => ({ application, key })));
      const rows = await database.query<SuppressionRow>(
        (sql) => sql`
          select application, encode(recipient_key, 'hex') as key, cause, reason
          from gatehouse.suppressions
          join unnest(${wanted.map(({ application }) => application)}::text[], ${wanted.map(({ key }) => key)}::text[])
            as wanted (application, key) using (application)
          where recipient_key = decode(wanted.key, 'hex')`,
      );
      return lookUps.map(({ application, keys: own }) => {
        const row = rows.find((each) => each.application === application && own.includes(each.key));
        return row ? { cause: row.cause, reason: row.reason } : null;
      });
    });
  }

  keyOf(application: string, recipient: SuppressedRecipient): string {
    return recipientKey(this.keys, application, recipient);
  }

  find(application: string, recipient: SuppressedRecipient): Promise<Suppression | null> {
    return this.#find({ application, keys: recipientKeys(this.keys, application, recipient) });
  }
}

/** A recipient by every key of the ring, in hex. */
export const recipientKeys = (keys: KeyRing, application: string, recipient: SuppressedRecipient): string[] =>
  keys.all.map(({ id }) => recipientKey(keys, application, recipient, id));

/** Keyed, so that the table alone does not let anyone try addresses or phones out; different in every application. */
function recipientKey(keys: KeyRing, application: string, recipient: SuppressedRecipient, keyId?: string): string {
  const named = 'email' in recipient ? `mail|${canonical(recipient.email)}` : `sms|${recipient.phone}`;
  return keys.mac(`suppression|${application}|${named}`, keyId).toString('hex');
}

/** As accounts have it: all in lower case, the domain in ASCII. */
function canonical(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, at)}@${domainToASCII(email.slice(at + 1))}`.toLowerCase();
}
