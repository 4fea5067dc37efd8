import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsEmail, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { MAIL_LOCALES, MAIL_TEMPLATES, type MailPreview } from '../queries/find-templates.js';
import type { NotificationRefusal } from '../refusals.js';

/** A command about one mail in one language. */
abstract class OfTemplate<Answer> extends Command<Answer> {
  @IsIn(MAIL_TEMPLATES)
  template!: (typeof MAIL_TEMPLATES)[number];

  @IsIn(MAIL_LOCALES)
  locale!: (typeof MAIL_LOCALES)[number];
}

/** A command about a draft, which is not saved: all three parts; or none, for the mail as it would be sent now. */
abstract class OfDraft<Answer> extends OfTemplate<Answer> {
  @Description('Of a draft, together with `text` and `html`')
  @IsOptional()
  @IsString()
  @MaxLength(300)
  subject?: string | null;

  @Description('Of a draft')
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  text?: string | null;

  @Description('Of a draft')
  @IsOptional()
  @IsString()
  @MaxLength(120_000)
  html?: string | null;
}

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

/** Sends the built-in words again. Mails go by it within 30 s. */
export class RemoveTemplate extends OfTemplate<Result<null, NotificationRefusal>> {}

/** Shows a mail as a person would get it, with sample data. Changes nothing. */
export class PreviewTemplate extends OfDraft<Result<MailPreview, NotificationRefusal<'validation-failed'>>> {}

/** Sends a mail with sample data, at once, to the person who asks for it. */
export class SendTestMail extends OfDraft<
  Result<null, NotificationRefusal<'validation-failed' | 'too-many-tests' | 'test-not-accepted'>>
> {
  @IsEmail()
  recipient!: string;
}
