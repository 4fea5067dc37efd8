import { styleText } from 'node:util';
import { serverSentEvents } from '@gatehouse/client';

/** The story cannot go on. The message is one line, for the person who watches. */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure';
}

interface Ask {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly basic?: { readonly email: string; readonly password: string };
  readonly bearer?: string;
  readonly accept?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly expected: number;
}

export interface Answer {
  readonly response: Response;
  readonly json: Readonly<Record<string, unknown>>;
}

const ANSWERS_WITHIN_MS = 15_000;
const LONGEST_VALUE = 160;

export const title = (number: number, words: string): void => say(`\n${styleText('bold', `${number}  ${words}`)}`);

export const remark = (words: string): void => say(`   ${styleText('dim', words)}`);

/**
 * Sends one request, prints it and what comes back. The body of a stream is left to the caller.
 * @throws DemoFailure if there is no answer, or one with another status than expected
 */
export async function ask(question: Ask): Promise<Answer> {
  const { method, url, basic, bearer, accept, body, expected } = question;
  say(`   ${styleText('cyan', '→')} ${styleText('bold', method)} ${url}`);
  const headers: Record<string, string> = {};
  if (basic) {
    headers.authorization = `Basic ${Buffer.from(`${basic.email}:${basic.password}`).toString('base64')}`;
    remark(`  Authorization: Basic base64(${basic.email}:${basic.password})`);
  }
  if (bearer) {
    headers.authorization = `Bearer ${bearer}`;
    remark(`  Authorization: Bearer ${shortened(bearer, 24)}`);
  }
  if (accept) {
    headers.accept = accept;
    remark(`  Accept: ${accept}`);
  }
  if (body) {
    headers['content-type'] = 'application/json';
    remark(`  ${JSON.stringify(body)}`);
  }

  const began = performance.now();
  const response = await fetch(url, {
    method,
    headers,
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    ...(body && { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new DemoFailure(`${new URL(url).origin} does not answer. First run npm start in another terminal`, { cause });
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  const json = isStream ? {} : await jsonOf(response);
  const took = `${Math.round(performance.now() - began)} ms`;
  const colour = response.ok ? 'green' : 'yellow';
  say(
    `   ${styleText(colour, '←')} ${styleText(['bold', colour], `${response.status} ${response.statusText}`)}  ${styleText('dim', took)}`,
  );
  if (response.status !== expected) {
    show(json);
    throw new DemoFailure(`${method} ${url} answered ${response.status} instead of ${expected}`);
  }
  return { response, json };
}

/**
 * The data of each event in a stream, parsed as JSON.
 * @throws DemoFailure when the stream breaks off
 */
export async function* streamed({ body, url }: Response): AsyncGenerator<Readonly<Record<string, unknown>>, void> {
  if (!body) return;
  try {
    for await (const { data } of serverSentEvents(body)) yield JSON.parse(data) as Record<string, unknown>;
  } catch (cause) {
    throw new DemoFailure(`The stream of ${url} was interrupted: is the worker running?`, { cause });
  }
}

/** Prints fields of an answer, one a line; all of them unless named. */
export function show(json: Readonly<Record<string, unknown>>, fields: readonly string[] = Object.keys(json)): void {
  for (const field of fields) {
    const value = JSON.stringify(json[field]) ?? 'absent';
    say(`     ${styleText('dim', `${field}:`)} ${shortened(value, LONGEST_VALUE)}`);
  }
}

const say = (line = ''): void => void process.stdout.write(`${line}\n`);

async function jsonOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const text = await response.text();
  try {
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  } catch (cause) {
    throw new DemoFailure(`${response.url} answered something that is not JSON: is that Gatehouse?`, { cause });
  }
}

const shortened = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text);
