import { progress } from '@clack/prompts';
import type { Terminal } from './terminal.js';

export interface ImportProgressBar {
  /** Hands a file's pieces on, and shows how much of it is done. */
  watch(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  stop(word: string): void;
}

const STEPS = 1_000;
/** What shells answer for a program that SIGINT has ended. */
const INTERRUPTED = 130;

/**
 * A bar on the standard error, for whoever sits before it; scripts and files get none.
 * @param size bytes, or null where nobody knows
 */
export function importProgress(size: number | null, errors: Terminal['errors']): ImportProgressBar {
  if (!errors.isTTY || size === null || size === 0) return { watch: (source) => source, stop: () => undefined };
  const bar = progress({ max: STEPS, output: errors });
  // Ctrl-C ends the process as if all were well.
  const interrupted = (): void => {
    process.exitCode = INTERRUPTED;
  };
  process.once('exit', interrupted);
  bar.start('Importing');
  let shown = 0;
  return {
    watch: async function* (source) {
      let read = 0;
      for await (const piece of source) {
        yield piece;
        read += piece.length;
        const steps = Math.floor((read / size) * STEPS);
        bar.advance(steps - shown, `Importing, ${Math.floor((read / size) * 100)} %`);
        shown = steps;
      }
    },
    stop: (word) => {
      process.off('exit', interrupted);
      bar.stop(word);
    },
  };
}
