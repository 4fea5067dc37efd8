/** A mutant that no test notices. */
export interface Survivor {
  readonly file: string;
  /** Part of the line that was changed. */
  readonly line: string;
  /** What became of it, if not every change of that line may live. */
  readonly becomes?: string;
  readonly why: string;
}
