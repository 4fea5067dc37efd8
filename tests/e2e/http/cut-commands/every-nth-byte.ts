import type { CutsOf } from './cut-stage.js';

/** Each answer after none of its bytes, after n, after 2 n …, and before its last one. */
export const everyNthByte =
  (n: number): CutsOf =>
  (lengths) =>
    lengths.flatMap((length, answer) => {
      const steps = Array.from({ length: Math.ceil(length / n) }, (_, step) => step * n);
      return [...steps, length - 1].map((bytes) => ({ answer, bytes }));
    });
