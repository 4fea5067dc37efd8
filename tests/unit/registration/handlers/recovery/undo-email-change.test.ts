import { Overloaded } from '@gatehouse/kernel';
import { UndoEmailChange } from '@gatehouse/registration/contract';
import type {
  EmailChanges,
  OpenChange,
  Undoing,
} from '../../../../../libs/registration/application/ports/email-changes.js';
import { UndoEmailChangeHandler } from '../../../../../libs/registration/application/recovery/undo-email-change.js';
import { CountedIds } from '../../../../support/handlers/counted-ids.js';
import { context } from '../../../../support/registration/in-memory/password-stage.js';
import { PlainHasher } from '../../../../support/registration/in-memory/plain-hasher.js';

const CHANGE: OpenChange = {
  userId: 'ada',
  formerEmail: 'ada@example.org',
  formerEmailDeliverable: 'Ada@example.org',
  accountVersion: 2,
  version: 5,
  credentialsVersion: 3,
};
const tokens = {
  of: (changeId: string) => `token-of-${changeId}`,
  changeOf: (token: string) => /^token-of-(.+)$/.exec(token)?.[1] ?? null,
};
const over = { ok: false, error: { code: 'undo-over' } };

/** Changes by application and id, which can be undone once. */
class InMemoryChanges implements EmailChanges {
  readonly kept = new Map([['shop/change', CHANGE]]);
  readonly undone: Undoing[] = [];
  isTaken = false;
  /** The account changes before anything is written, so many times. */
  lostRaces = 0;

  async open({ application, changeId }: Parameters<EmailChanges['open']>[0]): Promise<OpenChange | null> {
    return this.kept.get(`${application}/${changeId}`) ?? null;
  }

  async undo(undoing: Undoing) {
    this.lostRaces -= 1;
    if (this.lostRaces >= 0) return 'stale';
    if (this.isTaken) return 'taken';
    this.undone.push(undoing);
    this.kept.delete(`${undoing.application}/${undoing.changeId}`);
    return 'undone';
  }
}

let changes: InMemoryChanges;

beforeEach(() => {
  changes = new InMemoryChanges();
});

const undo = (token = 'token-of-change', application = 'shop') =>
  new UndoEmailChangeHandler({ changes, tokens, hasher: new PlainHasher(), ids: new CountedIds() }).execute(
    Object.assign(new UndoEmailChange(), { token }),
    { ...context, application },
  );

describe('undoing a change of address', () => {
  it('restores the former address, ends password and sessions, and notifies the mailbox, by one statement', async () => {
    expect(await undo()).toEqual({ ok: true, value: null });
    expect(changes.undone).toEqual([
      {
        application: 'shop',
        changeId: 'change',
        change: CHANGE,
        passwordHash: 'no password at shop/ada@example.org',
        notice: { id: 'id-1', userId: 'ada', kind: 'email-restored', changeId: null },
        events: [
          {
            id: 'id-3',
            subject: 'ada',
            type: 'user.email-change-undone.v1',
            data: { userId: 'ada', email: 'Ada@example.org', credentialsVersion: 4, keptSession: null },
          },
          {
            id: 'id-2',
            subject: 'ada',
            type: 'notice.issued.v1',
            data: { noticeId: 'id-1', userId: 'ada', kind: 'email-restored' },
          },
        ],
      },
    ]);
  });

  it('is possible with a token that was copied with invisible characters', async () => {
    expect(await undo('token-of-\u200bchange')).toEqual({ ok: true, value: null });
  });

  it('is possible once', async () => {
    await undo();
    expect(await undo()).toEqual(over);
    expect(changes.undone).toHaveLength(1);
  });

  it('is not possible with a token that is not ours, or of another application', async () => {
    expect(await undo('guessed')).toEqual(over);
    expect(await undo('token-of-change', 'garden')).toEqual(over);
    expect(changes.undone).toEqual([]);
  });

  it('is refused where another account owns the former address by now', async () => {
    changes.isTaken = true;
    expect(await undo()).toEqual({ ok: false, error: { code: 'former-email-taken' } });
  });

  it('is decided again where the account has changed meanwhile, whatever it is now', async () => {
    changes.lostRaces = 1;
    expect(await undo()).toEqual({ ok: true, value: null });
    changes.kept.set('shop/change', CHANGE);
    changes.lostRaces = 8;
    await expect(undo()).rejects.toThrow(Overloaded);
  });
});
