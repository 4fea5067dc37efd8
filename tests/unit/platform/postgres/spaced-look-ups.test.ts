import { SpacedLookUps } from '../../../../libs/platform/postgres/batched-calls.js';

/** A table of one row, `shop`, which a test opens and closes, and the pauses between looks at it. */
class Stage {
  readonly looks: (readonly string[])[] = [];
  readonly #pauses: (() => void)[] = [];
  fails = false;

  readonly lookUps = new SpacedLookUps<string, number>(
    async (keys) => {
      this.looks.push(keys);
      if (this.fails) throw new Error('The database is away');
      return new Map(keys.filter((key) => key === 'shop').map((key) => [key, 1]));
    },
    () => new Promise<void>((resolve) => this.#pauses.push(resolve)),
  );

  async pauseEnds(): Promise<void> {
    await this.settled();
    this.#pauses.shift()?.();
    await this.settled();
  }

  settled = () => new Promise((resolve) => setImmediate(resolve));
}

describe('spaced look-ups', () => {
  it('answer what is there, and null for what is not', async () => {
    const { lookUps, looks } = new Stage();
    expect(await Promise.all([lookUps.find('shop'), lookUps.find('nobodys')])).toEqual([1, null]);
    expect(looks).toEqual([['shop', 'nobodys']]);
  });

  it('look once for all who ask between two looks, and for each key once', async () => {
    const stage = new Stage();
    await stage.lookUps.find('first');
    const asked = ['shop', 'a', 'b', 'a', 'shop'].map((key) => stage.lookUps.find(key));
    await stage.settled();
    expect(stage.looks).toEqual([['first']]);
    await stage.pauseEnds();
    expect(stage.looks).toEqual([['first'], ['shop', 'a', 'b']]);
    expect(await Promise.all(asked)).toEqual([1, null, null, null, 1]);
  });

  it('do not answer from a look that began before the question', async () => {
    const stage = new Stage();
    const early = stage.lookUps.find('nobodys');
    await stage.settled();
    const late = stage.lookUps.find('nobodys');
    expect(await early).toBeNull();
    await stage.pauseEnds();
    expect(await late).toBeNull();
    expect(stage.looks).toEqual([['nobodys'], ['nobodys']]);
  });

  it('fail those who asked for it, and nobody after', async () => {
    const stage = new Stage();
    stage.fails = true;
    await expect(stage.lookUps.find('shop')).rejects.toThrow('The database is away');
    stage.fails = false;
    const again = stage.lookUps.find('shop');
    await stage.pauseEnds();
    expect(await again).toBe(1);
  });
});
