import {
  type Clock,
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type IdGenerator,
  MOST_FIELD_ERRORS,
  ok,
  type Result,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type {
  BeginImport,
  ImportedLine,
  ImportedUser,
  ImportOutcome,
  ImportUsers,
} from '../../contract/commands/import-users.js';
import { EmailAddress } from '../../domain/email-address.js';
import { importEvents, importUser } from '../../domain/user/import-user.js';
import { acceptDetails } from '../../domain/user/personal-details.js';
import { emailFault, hashFault } from '../credentials/field-faults.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { PhoneNumbers } from '../ports/input-checks.js';
import type { AcceptedHash, ForeignHashes, HashDecoy, HashFault, PasswordHasher } from '../ports/password-hasher.js';
import type { Imports, LineStanding, UserOfLine, WrittenBatch } from '../ports/transfer.js';

export class BeginImportHandler implements CommandHandler<BeginImport> {
  constructor(private readonly ports: { readonly imports: Imports }) {}

  async execute({ importId }: BeginImport, context: CommandContext): Promise<ResultOf<BeginImport>> {
    return ok(await this.ports.imports.open(importId, context));
  }
}

interface AcceptedLine {
  readonly user: UserOfLine;
  readonly decoy: HashDecoy | null;
}

/** Takes people over from another system: their hashes as they are, until they sign in for the first time. */
export class ImportUsersHandler implements CommandHandler<ImportUsers> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly imports: Imports;
      readonly foreignHashes: ForeignHashes;
      readonly hasher: PasswordHasher;
      readonly phoneNumbers: PhoneNumbers;
      readonly ids: IdGenerator;
      readonly clock: Clock;
    },
  ) {}

  async execute(
    { importId, through, lines }: ImportUsers,
    { application }: CommandContext,
  ): Promise<ResultOf<ImportUsers>> {
    const { policy } = await this.ports.applications.get(application);
    const now = this.ports.clock.now();
    const accepted: AcceptedLine[] = [];
    const outcomes: ImportOutcome[] = [];
    for (const line of lines) {
      const read = this.#accept(line, application, policy.requirePhone, now);
      if (read.ok) accepted.push(read.value);
      else outcomes.push(refusedFields(line.number, read.error));
    }
    const users = accepted.map(({ user }) => user);
    const decoys = mostExpensive(accepted.flatMap(({ decoy }) => (decoy ? [decoy] : [])));
    const batch = { application, importId, through, users, decoys, events: importEvents };
    const written = await this.ports.imports.write(batch);
    if (!written) return err(refusal('import-unknown'));

    const others = users.filter(({ line }) => !written.imported.has(line));
    const standings =
      others.length > 0 ? await this.ports.imports.standingOf({ application, importId, users: others }) : [];
    const imported = users.filter(({ line }) => written.imported.has(line));
    outcomes.push(
      ...imported.map(({ line, id }) => ({ line, outcome: 'imported', id }) as const),
      ...standings.map((standing) => outcomeOf(standing, written)),
    );
    return ok({ progress: written.progress, outcomes: outcomes.sort((a, b) => a.line - b.line) });
  }

  #accept(
    { number, user }: ImportedLine,
    application: string,
    requirePhone: boolean,
    now: Date,
  ): Result<AcceptedLine, FieldError[]> {
    const email = EmailAddress.parse(user.email);
    const details = acceptDetails(user, (typed) => this.ports.phoneNumbers.parse(typed), now);
    const hash = this.#hashOf(user);
    if (!email.ok || !details.ok || !hash.ok) {
      return err([
        ...(email.ok ? [] : [emailFault(email.error)]),
        ...(details.ok ? [] : details.error),
        ...(hash.ok ? [] : [hashFault(hash.error)]),
      ]);
    }
    const kept = hash.value?.kept ?? null;
    const person = { ...this.#claimsOf(user), email: email.value, details: details.value, passwordHash: kept };
    const read = importUser(person, requirePhone, now);
    if (!read.ok) return read;
    const passwordHash = kept ?? this.ports.hasher.ofNoPassword(application, email.value.canonical);
    return ok({ user: { ...read.value, line: number, passwordHash }, decoy: hash.value?.decoy ?? null });
  }

  /** What is believed as it stands. */
  #claimsOf({ id, emailVerified, phoneVerified, createdAt, acceptedTerms }: ImportedUser) {
    return {
      id: id?.toLowerCase() ?? this.ports.ids.next(),
      emailVerified: emailVerified ?? false,
      phoneVerified: phoneVerified ?? false,
      createdAt: createdAt ?? null,
      acceptedTerms: acceptedTerms ?? null,
    };
  }

  #hashOf({ passwordHash }: ImportedUser): Result<AcceptedHash | null, HashFault> {
    return passwordHash == null ? ok(null) : this.ports.foreignHashes.accept(passwordHash);
  }
}

/** One of each kind. */
function mostExpensive(decoys: readonly HashDecoy[]): HashDecoy[] {
  const found = new Map<string, HashDecoy>();
  for (const decoy of decoys) {
    if ((found.get(decoy.kind)?.work ?? 0) < decoy.work) found.set(decoy.kind, decoy);
  }
  return [...found.values()];
}

function outcomeOf(standing: LineStanding, { passed }: WrittenBatch): ImportOutcome {
  const { line } = standing;
  if (standing.kind === 'repeated') return { line, outcome: 'repeated', id: standing.id };
  if (standing.kind === 'id-taken') return importRefusal(line, 'id-taken');
  // Anyone who had the address has given it up since the statement, or the line's own account is gone.
  if (standing.kind === 'free' && line <= passed) return importRefusal(line, 'line-passed');
  return importRefusal(line, 'email-taken');
}

type Refused = Extract<ImportOutcome, { outcome: 'refused' }>;

const REASONS = {
  'email-taken': 'The address already has an account, or appears on another line',
  'id-taken': 'The id belongs, or belonged, to another account',
  'line-passed': 'An earlier run processed this line, and its account no longer exists',
} as const;

const importRefusal = (line: number, code: keyof typeof REASONS): Refused => ({
  line,
  outcome: 'refused',
  code,
  detail: REASONS[code],
});

/** Named after the first fault; the detail has them all, up to the most that any answer names. */
export const refusedFields = (line: number, errors: readonly FieldError[]): Refused => ({
  line,
  outcome: 'refused',
  code: errors[0]?.code ?? 'validation-failed',
  detail: errors
    .slice(0, MOST_FIELD_ERRORS)
    .map(({ pointer, message }) => `${pointer.slice(1)}: ${message}`)
    .join('; '),
});
