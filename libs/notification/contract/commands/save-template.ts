import { Description, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { NotificationRefusal } from '../refusals.js';
import { OfTemplate } from './template-words.js';

/** Gives a mail of the application its own words. Mails go by them within 30 s. */
export class SaveTemplate extends OfTemplate<Result<null, NotificationRefusal<'validation-failed'>>> {
  @Description('One line, at most 150 characters, without the code or link')
  @IsString()
  @MaxLength(300)
  subject!: string;

  @Description('At most 10,000 characters')
  @IsString()
  @MaxLength(20_000)
  text!: string;

  @Description('At most 60,000 characters; no scripts, forms, frames or event handlers')
  @IsString()
  @MaxLength(120_000)
  html!: string;
}
