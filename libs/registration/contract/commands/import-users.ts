import { Command, Description, type Result, SHOWN_LINE, shownTextFault } from '@gatehouse/kernel';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';
import { IsBirthDateField, IsHobbiesField, IsLocaleField, IsNameField, IsPhoneField } from './fields.js';

export const LARGEST_IMPORT_BATCH = 250;

@Description('Terms that a person agreed to elsewhere')
export class ImportedTerms {
  @Description('As the application names it')
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  @Matches(SHOWN_LINE, { message: shownTextFault })
  version!: string;

  @IsRFC3339()
  acceptedAt!: string;
}

@Description('A person from another system')
export class ImportedUser {
  @Description('The account’s id; a new one by default')
  @IsOptional()
  @IsUUID()
  id?: string | null;

  @Description('At most 254 octets. Addresses that differ only in case are the same')
  @IsString()
  @MaxLength(320)
  email!: string;

  @Description(
    'Whether the mailbox is verified. If not, the account waits for an activation code, which the person can request',
  )
  @IsOptional()
  @IsBoolean()
  emailVerified?: boolean | null;

  @Description(
    'A hash as Django writes it (`pbkdf2_sha256$…`, `bcrypt_sha256$…`, `scrypt$…`, `argon2$…`), in PHC string format (argon2, scrypt, pbkdf2; padded or not), from bcrypt (`$2b$…`), or from Firebase (`$firescrypt$…`, `$fbscrypt$…`). Without a hash the person must reset the password',
  )
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(512)
  passwordHash?: string | null;

  @IsNameField()
  name?: string | null;

  @IsNameField()
  surname?: string | null;

  @Description('With its country, such as `+33612345678`; kept as E.164')
  @IsPhoneField()
  phone?: string | null;

  @IsOptional()
  @IsBoolean()
  phoneVerified?: boolean | null;

  @IsHobbiesField()
  hobbies?: string[] | null;

  @IsBirthDateField()
  birthDate?: string | null;

  @IsLocaleField()
  locale?: string | null;

  @IsOptional()
  @ValidateNested({ context: { of: ImportedTerms } })
  acceptedTerms?: ImportedTerms | null;

  @Description('When the person signed up; now by default')
  @IsOptional()
  @IsRFC3339()
  createdAt?: string | null;
}

export class ImportedLine {
  @IsInt()
  @Min(1)
  number!: number;

  @ValidateNested({ context: { of: ImportedUser } })
  user!: ImportedUser;
}

/**
 * Writes some lines of an import that was begun. Lines that were processed before are only read, so an import that was
 * interrupted can be sent again from its beginning. Each line has an outcome of its own.
 */
export class ImportUsers extends Command<Result<ImportedBatch, RegistrationRefusal>> {
  @IsUUID()
  importId!: string;

  /** The last line that is dealt with now: those that are not among `lines` were no users at all. */
  @IsInt()
  @Min(1)
  through!: number;

  @IsArray()
  @ArrayMaxSize(LARGEST_IMPORT_BATCH)
  @ValidateNested({ each: true, context: { of: ImportedLine } })
  lines!: ImportedLine[];
}

export interface ImportedBatch {
  readonly progress: ImportProgress;
  /** Of each line, in their order. */
  readonly outcomes: readonly ImportOutcome[];
}

export type ImportOutcome =
  /** `repeated`: the line came before, and this is what was made of it. */
  | {
      readonly line: number;
      readonly outcome: 'imported' | 'repeated';
      readonly id: string;
      /** Fields that were taken as absent, because they held nothing. */
      readonly ignored?: readonly string[];
    }
  | { readonly line: number; readonly outcome: 'refused'; readonly code: string; readonly detail: string };

/** Begins to import users, or continues an interrupted import; the audit log records who does so. */
export class BeginImport extends Command<Result<ImportProgress, RegistrationRefusal>> {
  @IsUUID()
  importId!: string;
}

/** The progress of an import, over all its runs. */
export interface ImportProgress {
  /** Lines that are dealt with, whatever came of them. */
  readonly lines: number;
  readonly imported: number;
}

/** The last line of a report: without it the import was interrupted, and must be sent again. */
export interface ImportSummary extends ImportProgress {
  readonly outcome: 'finished';
  readonly importId: string;
  /** Lines of this run. */
  readonly refused: number;
  readonly repeated: number;
}

export type ImportReport = ImportOutcome | ImportSummary;
