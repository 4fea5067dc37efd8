import type { CommandContext, DomainEvent } from '@gatehouse/kernel';
import { RecordedAnswer } from './recorded-answer.js';

/** What the statements of a test's ports have written besides their rows: events, under which calls, and answers kept for these. */
export class Written {
  readonly events: DomainEvent[] = [];
  readonly contexts: CommandContext[] = [];
  readonly answers: unknown[] = [];

  add(event: DomainEvent, context: CommandContext): void {
    this.events.push(event);
    this.contexts.push(context);
    if (context.repeatable instanceof RecordedAnswer) this.answers.push(context.repeatable.value);
  }
}
