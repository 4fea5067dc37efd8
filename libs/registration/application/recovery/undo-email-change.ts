import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
  untilSettled,
  withoutInvisible,
} from '@gatehouse/kernel';
import type { UndoEmailChange } from '../../contract/commands/recovery.js';
import { emailChangeUndone, issueNotice } from '../../domain/user/account-events.js';
import type { EmailChanges, OpenChange, UndoTokens } from '../ports/email-changes.js';
import type { PasswordHasher } from '../ports/password-hasher.js';

/** The former mailbox wins over anyone who has the account now, whatever they have changed since (ADR-0028). */
export class UndoEmailChangeHandler implements CommandHandler<UndoEmailChange> {
  constructor(
    private readonly ports: {
      readonly changes: EmailChanges;
      readonly tokens: UndoTokens;
      readonly hasher: Pick<PasswordHasher, 'ofNoPassword'>;
      readonly ids: IdGenerator;
    },
  ) {}

  async execute({ token }: UndoEmailChange, { application }: CommandContext): Promise<ResultOf<UndoEmailChange>> {
    const changeId = this.ports.tokens.changeOf(withoutInvisible(token));
    if (changeId === null) return err(refusal('undo-over'));
    return untilSettled(async () => {
      const change = await this.ports.changes.open({ application, changeId });
      if (!change) return err(refusal('undo-over'));
      const outcome = await this.ports.changes.undo(this.#undoing(application, changeId, change));
      if (outcome === 'undone') return ok(null);
      return outcome === 'taken' ? err(refusal('former-email-taken')) : 'stale';
    });
  }

  #undoing(application: string, changeId: string, change: OpenChange) {
    const { userId, formerEmail, formerEmailDeliverable: email, credentialsVersion } = change;
    const issued = issueNotice({ id: this.ports.ids.next(), eventId: this.ports.ids.next() }, userId, 'email-restored');
    const undone = { userId, email, credentialsVersion: credentialsVersion + 1 };
    return {
      application,
      changeId,
      change,
      passwordHash: this.ports.hasher.ofNoPassword(application, formerEmail),
      events: [emailChangeUndone(this.ports.ids.next(), undone), issued.event],
      notice: issued.notice,
    };
  }
}
