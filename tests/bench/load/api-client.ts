import { Pool } from 'undici';
import type { Person } from './person.ts';

const JSON_BODY = { 'content-type': 'application/json' };

/** The few calls that the bench makes itself, over so many connections. */
export class ApiClient {
  readonly #pool: Pool;

  constructor(url: string, connections: number) {
    this.#pool = new Pool(url, { connections, pipelining: 1 });
  }

  /** As cheaply as it can be asked: what the load costs is taken from the service. */
  signUp({ email, password }: Person): Promise<void> {
    return new Promise((resolve, reject) => {
      const body = JSON.stringify({ email, password });
      let status = 0;
      this.#pool.dispatch(
        { method: 'POST', path: '/v1/users', headers: JSON_BODY, body },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_controller, statusCode) => {
            status = statusCode;
          },
          onResponseData: () => undefined,
          onResponseEnd: () => (status === 201 ? resolve() : reject(new Error(`POST /v1/users answered ${status}`))),
          onResponseError: (_controller, error) => reject(error),
        },
      );
    });
  }

  async activate(person: Person, code: string): Promise<void> {
    await this.#post('/v1/users/activation', 200, { code }, basic(person));
  }

  /** Answers the access token. */
  async signIn(person: Person): Promise<string> {
    const { accessToken } = (await this.#post('/v1/sessions', 201, person)) as { accessToken: string };
    return accessToken;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  /** @throws Error for any other status: figures of a service that refuses mean nothing */
  async #post(path: string, expected: number, body: object, headers: Record<string, string> = {}): Promise<unknown> {
    const response = await this.#pool.request({
      method: 'POST',
      path,
      headers: { ...JSON_BODY, ...headers },
      body: JSON.stringify(body),
    });
    const text = await response.body.text();
    if (response.statusCode !== expected) throw new Error(`POST ${path} answered ${response.statusCode}: ${text}`);
    return JSON.parse(text);
  }
}

const basic = ({ email, password }: Person): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`,
});
