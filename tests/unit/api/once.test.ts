import { once } from '../../../apps/api/docs-page/static-file.js';

describe('what is made when it is first asked for', () => {
  it('is made once, for all who ask meanwhile as well', async () => {
    let made = 0;
    const document = once(async () => ++made);
    expect(await Promise.all([document(), document()])).toEqual([1, 1]);
    expect(await document()).toBe(1);
  });

  it('is made again where it has failed, at once or later', async () => {
    let tries = 0;
    const later = once(async () => {
      tries += 1;
      if (tries === 1) throw new Error('too many open files');
      return tries;
    });
    await expect(later()).rejects.toThrow('too many open files');
    expect(await later()).toBe(2);
    let attempts = 0;
    const atOnce = once(() => {
      attempts += 1;
      if (attempts === 1) throw new Error('too many open files');
      return attempts;
    });
    expect(() => atOnce()).toThrow('too many open files');
    expect(atOnce()).toBe(2);
  });
});
