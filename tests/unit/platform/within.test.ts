import { within } from '@gatehouse/platform/process';

describe('within', () => {
  it('settles as the work does', async () => {
    expect(await within(10_000, 'not done', Promise.resolve(7))).toBe(7);
    await expect(within(10_000, 'not done', Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('says what was not done in time', async () => {
    await expect(within(10, 'not done', new Promise(() => undefined))).rejects.toThrow('not done within 0.01 s');
  });
});
