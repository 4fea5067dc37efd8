import { jest } from '@jest/globals';
import { fetchInTurn } from '../../../apps/console/src/api/fetch-in-turn.js';

const REFRESH = 'https://id.example.org/v1/sessions/refresh';

describe('the console’s calls', () => {
  const asked: string[] = [];
  const answer = new Response(null, { status: 204 });
  const locks = {
    request: <T>(name: string, call: () => Promise<T>): Promise<T> => {
      asked.push(name);
      return call();
    },
  };

  beforeEach(() => {
    asked.length = 0;
    jest.spyOn(globalThis, 'fetch').mockResolvedValue(answer);
  });
  afterEach(() => jest.restoreAllMocks());

  const own = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  afterAll(() => {
    if (own) Object.defineProperty(globalThis, 'navigator', own);
    else Reflect.deleteProperty(globalThis, 'navigator');
  });
  const inBrowserWith = (navigator: object) =>
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });

  it('exchange the refresh token in one tab at a time', async () => {
    inBrowserWith({ locks });
    expect(await fetchInTurn(new Request(REFRESH, { method: 'POST' }))).toBe(answer);
    expect(await fetchInTurn(REFRESH, { method: 'POST' })).toBe(answer);
    expect(asked).toEqual(['gatehouse-refresh', 'gatehouse-refresh']);
  });

  it('do everything else at once', async () => {
    inBrowserWith({ locks });
    await fetchInTurn('https://id.example.org/v1/sessions');
    expect(asked).toEqual([]);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('go on where a browser has no locks', async () => {
    inBrowserWith({});
    expect(await fetchInTurn(REFRESH, { method: 'POST' })).toBe(answer);
  });
});
