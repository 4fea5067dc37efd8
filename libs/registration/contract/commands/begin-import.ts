import { Command, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';

/** Begins to import users, or goes on with an import that broke off: who does so is noted. */
export class BeginImport extends Command<Result<ImportProgress, RegistrationRefusal>> {
  @IsUUID()
  importId!: string;
}

/** How far an import has come, in all its goes together. */
export interface ImportProgress {
  /** Lines that are dealt with, whatever came of them. */
  readonly lines: number;
  readonly imported: number;
}
