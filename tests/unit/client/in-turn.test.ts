import { inTurn } from '../../../libs/client/in-turn.js';
import { clientStage } from '../../support/client-stage.js';

interface Ask {
  readonly name: string;
  readonly signal: AbortSignal;
  grant(): void;
}

describe('what tabs do one at a time', () => {
  const asked: Ask[] = [];
  const own = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  const locks = {
    request: <T>(name: string, { signal }: { signal: AbortSignal }, work: () => Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        asked.push({ name, signal, grant: () => resolve(work()) });
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  };
  const inBrowserWith = (navigator: object | undefined) =>
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });

  beforeEach(() => {
    asked.length = 0;
    inBrowserWith({ locks });
  });
  afterAll(() => {
    if (own) Object.defineProperty(globalThis, 'navigator', own);
    else Reflect.deleteProperty(globalThis, 'navigator');
  });

  it('begins when it is their turn, and tells how it went', async () => {
    let begun = 0;
    const done = inTurn('lock', async () => ++begun);
    const failed = inTurn('lock', async () => {
      throw new Error(`after ${begun}`);
    });
    expect([begun, asked.map(({ name }) => name)]).toEqual([0, ['lock', 'lock']]);
    for (const { grant } of asked) grant();
    await expect(done).resolves.toBe(1);
    await expect(failed).rejects.toThrow('after 1');
  });

  it('begins all the same where another tab stands still', async () => {
    await expect(inTurn('lock', async () => 'done', 0)).resolves.toBe('done');
    expect(asked[0]?.signal.aborted).toBe(true);
  });

  it.each([{}, undefined])('waits for nobody where there are no locks: %j', async (navigator) => {
    inBrowserWith(navigator);
    await expect(inTurn('lock', async () => 'done')).resolves.toBe('done');
  });

  it.each([
    [true, ['gatehouse http://id.example.com shop']],
    [false, []],
  ])('is the exchange of a token in a cookie (%p), which all tabs have', async (cookies, names) => {
    const session = { accessToken: null, expiresAt: 0, refreshToken: cookies ? null : 'refresh-1', csrfToken: 'csrf' };
    const tokens = { accessToken: 'access-2', expiresIn: 600, refreshToken: null, csrfToken: 'csrf' };
    const stage = clientStage(Response.json(tokens));
    const storage = { load: async () => session, save: async () => undefined };
    const token = stage
      .client({ cookies, storage, baseUrl: 'http://id.example.com/', application: 'shop' })
      .accessToken();
    await new Promise(setImmediate);
    expect(asked.map(({ name }) => name)).toEqual(names);
    expect(stage.asked).toHaveLength(cookies ? 0 : 1);
    for (const { grant } of asked) grant();
    await expect(token).resolves.toBe('access-2');
  });
});
