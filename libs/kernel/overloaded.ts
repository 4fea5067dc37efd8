/** More work is waiting than can be done in time: the caller should come back after `retryAfterSeconds`. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';

  constructor(readonly retryAfterSeconds: number) {
    super('Too much work is waiting');
  }
}
