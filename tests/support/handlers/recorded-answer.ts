import type { Repeatable } from '@gatehouse/kernel';

/** A call that may come again, with what its handler has recorded so far. */
export class RecordedAnswer implements Repeatable {
  readonly isReplayed = false;
  value: unknown = null;
  person: string | undefined;

  recordAnswer(value: unknown, person?: string): void {
    this.value = value;
    this.person = person;
  }
}
