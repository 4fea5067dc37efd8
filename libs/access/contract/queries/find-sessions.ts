import { Query, type Refusal, type Result } from '@gatehouse/kernel';
import type { SessionList } from '../read-models/session-list.js';

/** The caller's sessions that are neither over nor ended, the one used last first. */
export class FindSessions extends Query<Result<SessionList, Refusal<'validation-failed' | 'account-unknown'>>> {}
