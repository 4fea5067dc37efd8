import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sandbox } from '@gatehouse/sandbox';
import { basic, type Person, somebody } from '../support/api.js';
import { codeIn } from '../support/service-harness.js';

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a client waits for one answer, and between a failure and the next attempt. */
const ANSWER_MS = 10_000;
const PAUSE_MS = 200;

/** People who sign up, activate from two sides at once, sign in, change their name and read it, whatever breaks meanwhile. */
export class Lives {
  /** When each sign-up was acknowledged, and when the request began, by the process' clock. */
  readonly signUps: { readonly id: string; readonly began: number; readonly ended: number }[] = [];
  /** Accounts whose activation was acknowledged, with how often the code won. */
  readonly activations = new Map<string, number>();
  /** Codes that ended during an outage. */
  expired = 0;
  /** Answers that no client may get, whatever breaks. */
  readonly wrong: string[] = [];
  /** Answers that a client may get while something is broken, by status. */
  readonly refused = new Map<number | 'none', number>();
  readonly #ending = new AbortController();
  #turn = 0;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly urls: readonly string[],
    private readonly sandbox: Sandbox,
  ) {}

  begin(clients: number): void {
    this.#running = Promise.all(Array.from({ length: clients }, () => this.#client()));
  }

  async end(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #client(): Promise<void> {
    while (!this.#isOver) await this.#live(somebody());
  }

  get #isOver(): boolean {
    return this.#ending.signal.aborted;
  }

  async #live(person: Person): Promise<void> {
    const id = await this.#signUp(person);
    const code = id && (await this.#code(person));
    if (!(id && code && (await this.#activate(person, id, code)))) return;
    const session = await this.#until([201], 'POST', '/v1/sessions', { body: person });
    if (!session) return;
    const token = { Authorization: `Bearer ${session.body['accessToken']}` };
    const name = `N${randomUUID().slice(0, 8)}`;
    if (!(await this.#until([200], 'PATCH', '/v1/users/me', { body: { name }, headers: token }))) return;
    const profile = await this.#until([200], 'GET', '/v1/users/me', { headers: token });
    if (profile && profile.body['name'] !== name)
      this.wrong.push(`${id} has written ${name}, and read what was before`);
  }

  async #signUp(person: Person): Promise<string | null> {
    const headers = { 'Idempotency-Key': randomUUID() };
    let began = 0;
    const answer = await this.#until([201], 'POST', '/v1/users', { body: person, headers }, () => {
      began = performance.now();
    });
    if (!answer) return null;
    const id = String(answer.body['id']);
    this.signUps.push({ id, began, ended: performance.now() });
    return id;
  }

  async #code({ email }: Person): Promise<string | null> {
    for (; !this.#isOver; await pause(50)) {
      const [mail] = this.sandbox.store.list({ to: email, limit: 1 });
      if (mail) return codeIn(mail);
    }
    return null;
  }

  /** From two sides at once; again where nobody knows what became of it. */
  async #activate(person: Person, id: string, code: string): Promise<boolean> {
    const headers = { Authorization: basic(person) };
    while (!this.#isOver) {
      const answers = await Promise.all(
        this.urls.map((url) => this.#ask(url, 'POST', '/v1/users/activation', { body: { code }, headers })),
      );
      const won = answers.filter((answer) => answer?.status === 200).length;
      if (won > 0 || answers.some((answer) => answer?.status === 409)) {
        this.activations.set(id, (this.activations.get(id) ?? 0) + won);
        return true;
      }
      if (answers.some((answer) => answer?.status === 410)) {
        this.expired += 1;
        return false;
      }
      for (const answer of answers) this.#note(answer, [], 'activation');
      await pause(PAUSE_MS);
    }
    return false;
  }

  /** Asks one process after the other until the answer is one of these. */
  async #until(
    expected: readonly number[],
    method: string,
    path: string,
    request: { body?: unknown; headers?: Record<string, string> },
    onAttempt: () => void = () => undefined,
  ): Promise<Answer | null> {
    for (; !this.#isOver; await pause(PAUSE_MS)) {
      const url = this.urls[this.#turn++ % this.urls.length] as string;
      onAttempt();
      const answer = await this.#ask(url, method, path, request);
      if (answer && expected.includes(answer.status)) return answer;
      this.#note(answer, expected, `${method} ${path}`);
    }
    return null;
  }

  async #ask(
    url: string,
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Answer | null> {
    try {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      return { status: answer.status, body: (await answer.json()) as Answer['body'] };
    } catch {
      return null;
    }
  }

  /** 503 says that it may be tried again; 409 that the first attempt with the key is still under way. */
  #note(answer: Answer | null, expected: readonly number[], what: string): void {
    const status = answer?.status ?? 'none';
    this.refused.set(status, (this.refused.get(status) ?? 0) + 1);
    const mayBe = status === 'none' || status === 503 || answer?.body['code'] === 'idempotency-in-flight';
    if (!mayBe) this.wrong.push(`${what}: ${status} ${answer?.body['code']}, not ${expected}`);
  }
}
