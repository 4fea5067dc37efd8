/** Calls anyone who waits for news of a registration's activation message. */
export interface StatusWatch {
  /** Answers a function that ends the watch. `onNews` may be called without there being any. */
  watch(userId: string, onNews: () => void): () => void;
}
