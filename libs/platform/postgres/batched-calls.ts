import DataLoader from 'dataloader';

const LARGEST_BATCH = 50;
/** How long a first call waits for others of its kind, in milliseconds. */
const WINDOW_MS = 4;

/**
 * Gathers calls that come within a few milliseconds into one statement, and hands each caller its own answer. For
 * work in the background only, whose callers come in crowds and are not waited for.
 *
 * A call that makes the statement fail must not fail its neighbours: each is then made alone.
 * @param make answers in the order of the calls
 */
export function batchedCalls<Call, Answer>(
  make: (calls: readonly Call[]) => Promise<readonly Answer[]>,
): (call: Call) => Promise<Answer> {
  const alone = async (call: Call): Promise<Answer | Error> => {
    const [outcome] = await Promise.allSettled([make([call])]);
    return outcome.status === 'fulfilled' ? (outcome.value[0] as Answer) : asError(outcome.reason);
  };
  const loader = new DataLoader<Call, Answer>(
    async (calls) => {
      try {
        return await make(calls);
      } catch (error) {
        return calls.length === 1 ? [asError(error)] : Promise.all(calls.map(alone));
      }
    },
    {
      cache: false,
      maxBatchSize: LARGEST_BATCH,
      batchScheduleFn: (dispatch) => {
        setTimeout(dispatch, WINDOW_MS);
      },
    },
  );
  return (call) => loader.load(call);
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
