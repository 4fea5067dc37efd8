/** Lets answers leave at a time that tells nothing of the work behind them. */
export interface AnswerPace {
  /** Does the work, and answers or throws a fixed time after the call, however soon the work was done. */
  keep<T>(work: () => Promise<T>): Promise<T>;
}
