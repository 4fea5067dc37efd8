import { clearLine, cursorTo } from 'node:readline';
import type { Terminal } from './terminal.js';

export interface ImportProgressBar {
  /** Hands a file's pieces on, and shows how much of it is done. */
  watch(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** Prints lines of their own above the bar. */
  above(print: () => void): void;
  stop(): void;
}

const WIDTH = 30;
/** What shells answer for a program that SIGINT has ended. */
const INTERRUPTED = 130;

/**
 * A bar on the standard error, on a terminal only.
 * @param size bytes, or null where nobody knows
 */
export function importProgress(size: number | null, errors: Terminal['errors']): ImportProgressBar {
  if (!errors.isTTY || size === null || size === 0) {
    return { watch: (source) => source, above: (print) => print(), stop: () => undefined };
  }
  let percent = 0;
  const clear = (): void => {
    clearLine(errors, 0);
    cursorTo(errors, 0);
  };
  const draw = (): void => {
    const done = Math.round((percent / 100) * WIDTH);
    errors.write(`Importing [${'#'.repeat(done)}${' '.repeat(WIDTH - done)}] ${percent} %`);
  };
  // Ctrl-C ends the process as if all were well.
  const interrupted = (): void => {
    process.exitCode = INTERRUPTED;
  };
  process.once('exit', interrupted);
  draw();
  return {
    watch: async function* (source) {
      let read = 0;
      for await (const piece of source) {
        yield piece;
        read += piece.length;
        const now = Math.floor((read / size) * 100);
        if (now === percent) continue;
        percent = now;
        clear();
        draw();
      }
    },
    above: (print) => {
      clear();
      print();
      draw();
    },
    stop: () => {
      process.off('exit', interrupted);
      clear();
    },
  };
}
