import { Command, Description } from '@gatehouse/kernel';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { MAIL_LOCALES, MAIL_TEMPLATES } from '../mail-templates.js';

/** A command about one mail in one language. */
export abstract class OfTemplate<Answer> extends Command<Answer> {
  @IsIn(MAIL_TEMPLATES)
  template!: (typeof MAIL_TEMPLATES)[number];

  @IsIn(MAIL_LOCALES)
  locale!: (typeof MAIL_LOCALES)[number];
}

/** A command about a draft, which is not saved: all three parts; or none, for the mail as it would be sent now. */
export abstract class OfDraft<Answer> extends OfTemplate<Answer> {
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
