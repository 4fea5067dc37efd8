import { type CommandContext, err, ok } from '@gatehouse/kernel';
import { BeginImport, type ImportedUser, ImportUsers } from '@gatehouse/registration/contract';
import type { ForeignHashes } from '../../../../../libs/registration/application/ports/password-hasher.js';
import type {
  ImportBatch,
  Imports,
  LineStanding,
  WrittenBatch,
} from '../../../../../libs/registration/application/ports/transfer.js';
import {
  BeginImportHandler,
  ImportUsersHandler,
  refusedFields,
} from '../../../../../libs/registration/application/transfer/import-users.js';
import { importEvents } from '../../../../../libs/registration/domain/user/import-user.js';
import { StoppedClock } from '../../../../support/access/stopped-clock.js';
import { CountedIds } from '../../../../support/handlers/counted-ids.js';
import { KnownApplications } from '../../../../support/registration/in-memory/known-applications.js';
import { PlainHasher } from '../../../../support/registration/in-memory/plain-hasher.js';

const context: CommandContext = { application: 'shop', network: null, requestId: 'request-1' };
const NOW = new Date('2026-05-01T12:00:00.000Z');

/** Takes users over whose address and id are nobody's, from imports that were begun; lines of an earlier batch are passed. */
class InMemoryImports implements Imports {
  readonly begun = new Set<string>();
  readonly batches: ImportBatch[] = [];
  passed = 0;
  readonly ownedAddresses = new Set<string>();
  readonly takenIds = new Set<string>();
  /** What each line has made before. */
  readonly made = new Map<number, string>();
  /** Addresses that their owners give up right after the statement. */
  readonly givenUp = new Set<string>();
  asked = 0;

  async open(importId: string) {
    this.begun.add(importId);
    return { lines: this.passed, imported: this.made.size };
  }

  async write(batch: ImportBatch): Promise<WrittenBatch | null> {
    if (!this.begun.has(batch.importId)) return null;
    this.batches.push(batch);
    const { passed } = this;
    const free = batch.users.filter(
      ({ line, id, email }) => line > passed && !this.ownedAddresses.has(email.canonical) && !this.takenIds.has(id),
    );
    for (const { line, id } of free) this.made.set(line, id);
    this.passed = Math.max(passed, batch.through);
    const progress = { lines: this.passed, imported: this.made.size };
    return { progress, passed, imported: new Set(free.map(({ line }) => line)) };
  }

  async standingOf({ users }: Parameters<Imports['standingOf']>[0]): Promise<readonly LineStanding[]> {
    this.asked += 1;
    return users.map(({ line, id, email }) => {
      const made = this.made.get(line);
      if (made !== undefined) return { line, kind: 'repeated', id: made };
      if (this.takenIds.has(id)) return { line, kind: 'id-taken' };
      const isTaken = this.ownedAddresses.has(email.canonical) && !this.givenUp.has(email.canonical);
      return { line, kind: isTaken ? 'email-taken' : 'free' };
    });
  }
}

/** Knows `kind:work` as a hash of that kind and cost. */
const foreignHashes: ForeignHashes = {
  accept: (hash) => {
    const [kind = '', work = ''] = hash.split(':');
    if (work === '') return err('hash-unknown');
    if (Number(work) > 99) return err('hash-too-costly');
    return ok({ kept: `foreign ${hash}`, decoy: { kind, work: Number(work), hash: `decoy ${hash}` } });
  },
};

let imports: InMemoryImports;
let applications: KnownApplications;

beforeEach(() => {
  imports = new InMemoryImports();
  imports.begun.add('import');
  applications = new KnownApplications();
});

const importLines = (lines: readonly (readonly [number, Partial<ImportedUser>])[], through = 9, importId = 'import') =>
  new ImportUsersHandler({
    applications,
    imports,
    foreignHashes,
    hasher: new PlainHasher(),
    phoneNumbers: {
      parse: (typed) => (typed.startsWith('+') ? typed : null),
      countryOf: () => 'FR',
      typeOf: () => 'mobile',
    },
    ids: new CountedIds(),
    clock: new StoppedClock(NOW),
  }).execute(
    Object.assign(new ImportUsers(), {
      importId,
      through,
      lines: lines.map(([number, user]) => ({
        number,
        user: { email: `line${number}@example.org`, emailVerified: true, ...user },
      })),
    }),
    context,
  );
const outcomesOf = async (...given: Parameters<typeof importLines>) => {
  const written = await importLines(...given);
  return written.ok ? written.value.outcomes : written.error;
};
const usersOf = () => imports.batches[0]?.users ?? [];
const refused = (line: number, code: string, detail: unknown = expect.any(String)) => ({
  line,
  outcome: 'refused',
  code,
  detail,
});

describe('an import', () => {
  it('begins, or goes on from where it was', async () => {
    const begin = () =>
      new BeginImportHandler({ imports }).execute(Object.assign(new BeginImport(), { importId: 'new' }), context);
    expect(await begin()).toEqual({ ok: true, value: { lines: 0, imported: 0 } });
    expect(imports.begun.has('new')).toBe(true);
    await importLines([[1, {}]]);
    expect(await begin()).toEqual({ ok: true, value: { lines: 9, imported: 1 } });
  });

  it('that was not begun writes nothing', async () => {
    expect(await outcomesOf([[1, {}]], 1, 'never begun')).toEqual({ code: 'import-unknown' });
    expect(imports.made.size).toBe(0);
  });

  it('writes people with what happens to them, and answers what became of each line in their order', async () => {
    const answer = await importLines([
      [2, { email: 'nobody' }],
      [1, { id: 'AB-1' }],
      [3, {}],
    ]);
    expect(answer).toEqual({
      ok: true,
      value: {
        progress: { lines: 9, imported: 2 },
        outcomes: [
          { line: 1, outcome: 'imported', id: 'ab-1' },
          refused(2, 'email-invalid'),
          { line: 3, outcome: 'imported', id: 'id-1' },
        ],
      },
    });
    expect(imports.batches).toMatchObject([
      { application: 'shop', importId: 'import', through: 9, events: importEvents },
    ]);
    expect(imports.asked).toBe(0);
  });

  it('believes what the other system says, as far as it says anything', async () => {
    const terms = { version: '2', acceptedAt: '2026-01-01T00:00:00.000Z' };
    await importLines([
      [1, { phone: '+33612345678', phoneVerified: true, createdAt: '2020-01-01T00:00:00.000Z', acceptedTerms: terms }],
      [2, { emailVerified: null, passwordHash: 'bcrypt:5' }],
    ]);
    expect(usersOf()).toMatchObject([
      {
        state: 'active',
        phoneVerified: true,
        createdAt: new Date('2020-01-01'),
        acceptedTerms: { version: '2', acceptedAt: new Date('2026-01-01') },
        line: 1,
      },
      { state: 'pending', phoneVerified: false, phoneRequired: false, createdAt: NOW, acceptedTerms: null, line: 2 },
    ]);
  });

  it('keeps hashes as they are, and has people without one choose a password', async () => {
    await importLines([
      [1, { passwordHash: 'bcrypt:5' }],
      [2, { email: 'ADA@example.org', passwordHash: null }],
    ]);
    const hashes = usersOf().map(({ passwordHash }) => passwordHash);
    expect(hashes).toEqual(['foreign bcrypt:5', 'no password at shop/ada@example.org']);
  });

  it('makes the most expensive hash of each kind the one that everybody pays for', async () => {
    await importLines([
      [1, { passwordHash: 'bcrypt:5' }],
      [2, { passwordHash: 'bcrypt:10' }],
      [3, { passwordHash: 'bcrypt:7' }],
      [4, { passwordHash: 'scrypt:3' }],
      [5, {}],
    ]);
    expect(imports.batches[0]?.decoys).toEqual([
      { kind: 'bcrypt', work: 10, hash: 'decoy bcrypt:10' },
      { kind: 'scrypt', work: 3, hash: 'decoy scrypt:3' },
    ]);
  });

  it('asks a person who is not proven for the phone that the application requires', async () => {
    applications.policy = { ...applications.policy, requirePhone: true };
    expect(await outcomesOf([[1, { emailVerified: false, passwordHash: 'bcrypt:5' }]])).toEqual([
      refused(1, 'field-required', 'phone: This field is required'),
    ]);
  });

  it('refuses a line with every fault that it has, and goes on', async () => {
    const bad = { email: 'nobody', phone: '0612', passwordHash: 'plain' };
    expect(
      await outcomesOf([
        [1, bad],
        [2, { passwordHash: 'bcrypt:100' }],
        [3, { createdAt: '2030-01-01T00:00:00Z' }],
      ]),
    ).toEqual([
      refused(
        1,
        'email-invalid',
        expect.stringMatching(/^email: .+; phone: .+; passwordHash: Unsupported password hash$/),
      ),
      refused(2, 'hash-too-costly', 'passwordHash: Too expensive to verify'),
      refused(3, 'created-at-invalid', 'createdAt: Must be in the past'),
    ]);
    expect(usersOf()).toEqual([]);
  });

  it('names each of a line’s other faults alone', async () => {
    expect(await outcomesOf([[1, { phone: '0612' }]])).toEqual([
      refused(1, 'phone-invalid', expect.stringMatching(/^phone: [^;]+$/)),
    ]);
  });
});

describe('a line whose person was not written', () => {
  it('says what it made before', async () => {
    await importLines([[1, { id: 'first' }]], 1);
    expect(
      await outcomesOf([
        [1, { id: 'second' }],
        [2, {}],
      ]),
    ).toEqual([
      { line: 1, outcome: 'repeated', id: 'first' },
      { line: 2, outcome: 'imported', id: 'id-1' },
    ]);
  });

  it('says that the address or the id is somebody’s', async () => {
    imports.ownedAddresses.add('line1@example.org');
    imports.takenIds.add('taken');
    expect(
      await outcomesOf([
        [1, {}],
        [2, { id: 'taken' }],
      ]),
    ).toEqual([
      refused(1, 'email-taken', 'The address already has an account, or appears on another line'),
      refused(2, 'id-taken', 'The id belongs, or belonged, to another account'),
    ]);
  });

  it('was dealt with before where the address is free, and is not any more where that was in this batch', async () => {
    imports.passed = 1;
    imports.ownedAddresses.add('line2@example.org').add('line3@example.org');
    imports.givenUp.add('line2@example.org');
    expect(
      await outcomesOf([
        [1, {}],
        [2, {}],
        [3, {}],
      ]),
    ).toEqual([
      refused(1, 'line-passed', 'An earlier run processed this line, and its account no longer exists'),
      refused(2, 'email-taken'),
      refused(3, 'email-taken'),
    ]);
  });

  it('says that its address is taken, where that is so, although it was dealt with before', async () => {
    imports.passed = 1;
    imports.ownedAddresses.add('line1@example.org');
    expect(await outcomesOf([[1, {}]])).toEqual([refused(1, 'email-taken')]);
  });
});

describe('the refusal of a line', () => {
  it('is named after the first fault, and names as many as any answer does', () => {
    const faults = Array.from({ length: 101 }, (_, at) => ({
      pointer: `/hobbies/${at}`,
      code: `c${at}`,
      message: 'No',
    }));
    const { code, detail, ...rest } = refusedFields(7, faults) as Record<string, unknown>;
    expect(rest).toEqual({ line: 7, outcome: 'refused' });
    expect(code).toBe('c0');
    expect(String(detail).split('; ')).toHaveLength(100);
    expect(refusedFields(7, [])).toMatchObject({ code: 'validation-failed', detail: '' });
  });
});
