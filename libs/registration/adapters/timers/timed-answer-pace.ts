import type { AnswerPace } from '../../application/ports/charged-tries.js';

/** Several times what the work takes on a small machine, and too short for anybody to notice. */
const STANDARD_MS = 50;

export class TimedAnswerPace implements AnswerPace {
  constructor(private readonly milliseconds = STANDARD_MS) {}

  async keep<T>(work: () => Promise<T>): Promise<T> {
    // Set before the work begins: a timer that waited for the rest would round, and so still reveal it.
    const due = new Promise<void>((resolve) => setTimeout(resolve, this.milliseconds));
    try {
      return await work();
    } finally {
      await due;
    }
  }
}
