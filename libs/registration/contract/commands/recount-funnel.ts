import { Command, type Refusal, type Result } from '@gatehouse/kernel';

/** Counts the funnel of every application again from the beginning of the event log. The worker does it, in the background. */
export class RecountFunnel extends Command<Result<null, Refusal<never>>> {}
