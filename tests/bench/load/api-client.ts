import { Pool } from 'undici';
import type { Person } from './person.ts';

const JSON_BODY = { 'content-type': 'application/json' };

/** How a service is asked to sign somebody up. */
export interface SignUpForm {
  readonly path: string;
  /** Of the answer; any other is a fault. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bodyOf: (person: Person) => object;
}

export const OWN_SIGN_UP: SignUpForm = {
  path: '/v1/users',
  status: 201,
  bodyOf: ({ email, password }) => ({ email, password }),
};

/** The few calls that the bench makes itself, over so many connections. */
export class ApiClient {
  readonly #pool: Pool;

  readonly #form: SignUpForm;

  constructor(url: string, connections: number, form: SignUpForm = OWN_SIGN_UP) {
    this.#form = form;
    this.#pool = new Pool(url, { connections, pipelining: 1 });
  }

  /** As cheaply as it can be asked: what the load costs is taken from the service. */
  signUp(person: Person): Promise<void> {
    return new Promise((resolve, reject) => {
      const { path, status: expected, headers, bodyOf } = this.#form;
      const body = JSON.stringify(bodyOf(person));
      let status = 0;
      this.#pool.dispatch(
        { method: 'POST', path, headers: { ...JSON_BODY, ...headers }, body },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_controller, statusCode) => {
            status = statusCode;
          },
          onResponseData: () => undefined,
          onResponseEnd: () => (status === expected ? resolve() : reject(new Error(`POST ${path} answered ${status}`))),
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
