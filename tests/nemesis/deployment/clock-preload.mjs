// Loaded before a program: its clock goes wrong by as many milliseconds as the file CLOCK_FILE says, from SIGUSR2 on.
import { readFileSync } from 'node:fs';

const TrueDate = Date;
let offset = 0;

class SteppedDate extends TrueDate {
  constructor(...given) {
    if (given.length === 0) super(TrueDate.now() + offset);
    else super(...given);
  }

  static [Symbol.hasInstance](value) {
    return value instanceof TrueDate;
  }

  static now() {
    return TrueDate.now() + offset;
  }
}
Object.defineProperty(SteppedDate, 'name', { value: 'Date' });
globalThis.Date = SteppedDate;

process.on('SIGUSR2', () => {
  offset = Number(readFileSync(process.env.CLOCK_FILE, 'utf8'));
});
