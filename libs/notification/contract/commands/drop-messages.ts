import type { Refusal, Result } from '@gatehouse/kernel';
import type { DeadLettersHandled } from '../read-models/dead-letters-handled.js';
import { DeadLetterSelection } from './dead-letter-selection.js';

/** Drops dead letters, as `DropMessage` does. Those that somebody else is at work on are left out. */
export class DropMessages extends DeadLetterSelection<Result<DeadLettersHandled, Refusal<never>>> {}
