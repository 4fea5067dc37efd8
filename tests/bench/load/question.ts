import { Client } from 'undici';

/** What a stranger may ask the service about any address, without knowing its password. */
export interface Question {
  /** As people say it. */
  readonly name: string;
  readonly path: string;
  readonly expected: number;
  readonly ask: (email: string) => { readonly body: object; readonly headers?: Record<string, string> };
}

const WRONG_PASSWORD = 'not the password of anybody';

export const QUESTIONS = {
  signUp: {
    name: 'sign-up',
    path: '/v1/users',
    expected: 201,
    ask: (email) => ({ body: { email, password: WRONG_PASSWORD } }),
  },
  resend: {
    name: 'resend',
    path: '/v1/users/activation/code',
    expected: 202,
    ask: (email) => ({ body: { email } }),
  },
  signIn: {
    name: 'sign-in',
    path: '/v1/sessions',
    expected: 401,
    ask: (email) => ({ body: { email, password: WRONG_PASSWORD } }),
  },
  activation: {
    name: 'activation',
    path: '/v1/users/activation',
    expected: 401,
    ask: (email) => ({
      body: { code: '1234' },
      headers: { authorization: `Basic ${Buffer.from(`${email}:${WRONG_PASSWORD}`).toString('base64')}` },
    }),
  },
  reset: {
    name: 'reset',
    path: '/v1/password-resets',
    expected: 202,
    ask: (email) => ({ body: { email } }),
  },
  resetConfirmation: {
    name: 'reset-confirmation',
    path: '/v1/password-resets/confirmation',
    expected: 422,
    ask: (email) => ({ body: { email, code: '12345678', newPassword: WRONG_PASSWORD } }),
  },
} as const satisfies Record<string, Question>;

/** Asks one question after the other over one connection, and takes the time. */
export class Stopwatch {
  readonly #client: Client;
  readonly #question: Question;

  constructor(url: string, question: Question) {
    this.#client = new Client(url, { pipelining: 1 });
    this.#question = question;
  }

  /**
   * Milliseconds from the request's first byte until the answer's last.
   * @throws Error for another status than the one expected: it would tell an address by itself
   */
  async time(email: string): Promise<number> {
    const { path, expected, ask } = this.#question;
    const { body, headers } = ask(email);
    const payload = JSON.stringify(body);
    const asked = performance.now();
    const response = await this.#client.request({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', ...headers },
      body: payload,
    });
    const text = await response.body.text();
    const took = performance.now() - asked;
    if (response.statusCode !== expected) throw new Error(`POST ${path} answered ${response.statusCode}: ${text}`);
    return took;
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
