import type { Result } from '@gatehouse/kernel';
import type { MailPreview } from '../read-models/mail-template.js';
import type { NotificationRefusal } from '../refusals.js';
import { OfDraft } from './template-words.js';

/** Shows a mail as a person would get it, with sample data. Changes nothing. */
export class PreviewTemplate extends OfDraft<Result<MailPreview, NotificationRefusal<'validation-failed'>>> {}
