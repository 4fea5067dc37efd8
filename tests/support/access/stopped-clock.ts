import type { Clock } from '@gatehouse/kernel';

/** A clock that a test moves by hand. */
export class StoppedClock implements Clock {
  constructor(private moment: Date) {}

  now(): Date {
    return this.moment;
  }

  advance(milliseconds: number): void {
    this.moment = new Date(this.moment.getTime() + milliseconds);
  }
}
