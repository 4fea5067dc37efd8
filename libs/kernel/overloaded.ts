/**
 * A call cannot be served in time, because too much work is waiting or others kept changing the same row. Nothing was
 * written: the caller should come back after `retryAfterSeconds`.
 */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';

  constructor(readonly retryAfterSeconds: number) {
    super('The service is busy');
  }
}
