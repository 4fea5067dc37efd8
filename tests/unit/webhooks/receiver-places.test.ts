import { type Leave, ReceiverPlaces } from '../../../libs/webhooks/application/deliveries/receiver-places.js';

/** Places, and the moments at which the attempts under way have lasted long. */
class Stage {
  readonly long = new Map<number, () => void>();
  #attempts = 0;
  readonly places = new ReceiverPlaces((callBack) => {
    this.#attempts += 1;
    const attempt = this.#attempts;
    this.long.set(attempt, callBack);
    return () => this.long.delete(attempt);
  });

  full(webhookId = 'shop'): Leave[] {
    return [1, 2, 3, 4].map(() => this.places.take(webhookId) ?? fail('no place'));
  }
}

const fail = (words: string): never => {
  throw new Error(words);
};

describe('the places at a receiver', () => {
  it('are four, and those of another receiver are others', () => {
    const stage = new Stage();
    const [leave] = stage.full();
    expect(stage.places.take('shop')).toBeNull();
    expect(stage.places.take('bank')).not.toBeNull();
    leave?.();
    expect(stage.places.take('shop')).not.toBeNull();
  });

  it('are four together, of attempts that take long and those that do not', () => {
    const stage = new Stage();
    const [, second, third] = stage.full();
    stage.long.get(1)?.();
    expect(stage.places.take('shop')).toBeNull();
    second?.();
    third?.();
    const again = [1, 2, 3].map(() => stage.places.take('shop'));
    expect(again.map((leave) => leave !== null)).toEqual([true, true, false]);
  });

  it('are still waited for while one attempt under way has not lasted long', async () => {
    const stage = new Stage();
    const leaves = stage.full();
    const waiting = stage.places.await('shop');
    for (const number of [1, 2, 3]) stage.long.get(number)?.();
    leaves[0]?.();
    expect(await waiting).not.toBeNull();
  });

  it('go to those who wait, in the order in which they came', async () => {
    const stage = new Stage();
    const [first, second] = stage.full();
    const order: number[] = [];
    const waiting = [1, 2].map((number) =>
      stage.places.await('shop').then((leave) => {
        order.push(number);
        return leave;
      }),
    );
    first?.();
    second?.();
    expect((await Promise.all(waiting)).every((leave) => leave !== null)).toBe(true);
    expect(order).toEqual([1, 2]);
    expect(stage.places.take('shop')).toBeNull();
  });

  it('are no longer waited for once every attempt under way has lasted long', async () => {
    const stage = new Stage();
    stage.full();
    const waiting = stage.places.await('shop');
    const [last, ...others] = [...stage.long.values()].reverse();
    for (const callBack of others) callBack();
    const later = stage.places.await('shop');
    last?.();
    expect(await Promise.all([waiting, later, stage.places.await('shop')])).toEqual([null, null, null]);
  });

  it('are had at once where one is free, and waited for again once a new attempt is under way', async () => {
    const stage = new Stage();
    const [slow] = stage.full();
    for (const callBack of [...stage.long.values()]) callBack();
    slow?.();
    const quick = await stage.places.await('shop');
    const waiting = stage.places.await('shop');
    quick?.();
    expect(await waiting).not.toBeNull();
  });

  it('leave nothing behind: no clock goes on for an attempt that has ended', () => {
    const stage = new Stage();
    for (const leave of stage.full()) leave();
    expect(stage.long.size).toBe(0);
    expect(stage.full()).toHaveLength(4);
  });
});
