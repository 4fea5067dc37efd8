import type { Refusal, Result } from '@gatehouse/kernel';
import type { DeadLettersHandled } from '../read-models/dead-letters-handled.js';
import { DeadLetterSelection } from './dead-letter-selection.js';

/** Has dead letters tried again, as `RetryMessage` does. Those that somebody else is at work on are left out. */
export class RetryMessages extends DeadLetterSelection<Result<DeadLettersHandled, Refusal<never>>> {}
