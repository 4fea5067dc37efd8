const WINDOW_MS = 1_000;

interface Window {
  more: number;
  readonly repeat: (count: number) => void;
}

/**
 * Lets one line of a kind through in a second, and then one that says how many more there were: an outage is told, and
 * does not drown what else is.
 */
export class RepeatedLines {
  readonly #windows = new Map<string, Window>();

  /**
   * Whether a line of this kind is to be written now.
   * @param repeat writes the line that stands for those that were held back in the second after it, with their number
   */
  admits(kind: string, repeat: (count: number) => void): boolean {
    const window = this.#windows.get(kind);
    if (window) {
      window.more += 1;
      return false;
    }
    this.#open(kind, repeat);
    return true;
  }

  #open(kind: string, repeat: (count: number) => void): void {
    const window = { more: 0, repeat };
    this.#windows.set(kind, window);
    setTimeout(() => {
      this.#windows.delete(kind);
      if (window.more === 0) return;
      // That line is the one of the second that begins with it.
      this.#open(kind, repeat);
      repeat(window.more);
    }, WINDOW_MS).unref();
  }
}

/** What makes two faults one: the words of the line, and the error's class, code and first place. */
export function kindOf(words: string, error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  const place = error.stack?.split('\n').find((line) => line.startsWith('    at ')) ?? '';
  return [words, error.name, code, place].join('\n');
}
