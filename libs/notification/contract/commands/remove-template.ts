import type { Result } from '@gatehouse/kernel';
import type { NotificationRefusal } from '../refusals.js';
import { OfTemplate } from './template-words.js';

/** Sends the built-in words again. Mails go by it within 30 s. */
export class RemoveTemplate extends OfTemplate<Result<null, NotificationRefusal>> {}
