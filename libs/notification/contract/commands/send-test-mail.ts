import type { Result } from '@gatehouse/kernel';
import { IsEmail } from 'class-validator';
import type { NotificationRefusal } from '../refusals.js';
import { OfDraft } from './template-words.js';

/** Sends a mail with sample data, at once, to the person who asks for it. */
export class SendTestMail extends OfDraft<
  Result<null, NotificationRefusal<'validation-failed' | 'too-many-tests' | 'test-not-accepted'>>
> {
  @IsEmail()
  recipient!: string;
}
