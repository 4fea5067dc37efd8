import { textIn } from '../../clients/person.ts';
import type { Evidence } from '../evidence.ts';
import type { Invariant, Verdict } from '../invariant.ts';

const NEVER = 'architecture, what must never happen';
/** Characters of a log line that are shown. */
const LOGGED = 2_000;
/** What the routes that we ask may answer. */
const EXPECTED = [0, 200, 201, 202, 204, 400, 401, 403, 404, 409, 410, 422, 429, 503];

/** Passwords and tokens that somebody had. */
function secretsOf({ history }: Evidence): string[] {
  const passwords = history.calls.flatMap(({ about }) => [
    about['password'],
    about['next'],
    about['old'],
    about['token'],
  ]);
  const tokens = history.calls.flatMap(({ body }) => [textIn(body, 'accessToken'), textIn(body, 'refreshToken')]);
  return [...new Set([...passwords, ...tokens])].filter(
    (text): text is string => text !== undefined && text.length > 12 && !text.includes('@'),
  );
}

/** What a log says of an answer that was none of a client's making. */
function logged({ logs }: Evidence, requestId: string): string {
  if (requestId === '') return 'no request id';
  const lines = [...logs].flatMap(([name, log]) =>
    log.split('\n').flatMap((line) => (line.includes(requestId) ? [`${name}: ${line.slice(0, LOGGED)}`] : [])),
  );
  return lines.join('; ') || `no log has ${requestId}`;
}

/** What is said to anybody, and what is written down. */
export const INVARIANTS_OF_ANSWERS: readonly Invariant[] = [
  {
    name: 'no request is answered by a fault of ours',
    source: NEVER,
    check: (evidence, verdict) => {
      for (const { n, op, status, code, body } of evidence.history.calls)
        if (!['command', 'durable-command'].includes(op))
          verdict.holds(
            EXPECTED.includes(status),
            () => `call ${n} (${op}) was answered ${status} ${code}: ${logged(evidence, textIn(body, 'requestId'))}`,
            `"n":${n},"who"`,
          );
    },
  },
  {
    name: 'a refusal names its problem',
    source: 'architecture, HTTP',
    check: ({ history }, verdict) => {
      for (const { n, op, status, code, about } of history.calls)
        if (status >= 400)
          verdict.holds(code !== null, () => `call ${n} (${op}): ${status} without a code`, about['email']);
    },
  },
  {
    name: 'a busy service and a throttle say when to try again',
    source: 'architecture, HTTP',
    check: ({ history }, verdict) => {
      for (const { n, op, status, retryAfter, code, about } of history.calls)
        if ([429, 503].includes(status) && code !== 'tries-exhausted' && !['command', 'durable-command'].includes(op))
          verdict.holds(
            retryAfter !== null,
            () => `call ${n} (${op}): ${status} ${code} without Retry-After`,
            about['email'],
          );
    },
  },
  {
    name: 'no event holds a password or a token',
    source: NEVER,
    check: (evidence, verdict) => {
      const log = evidence.events.map(({ data }) => JSON.stringify(data)).join('\n');
      lookFor(secretsOf(evidence), log, 'the event log', verdict);
    },
  },
  {
    name: 'no log line holds a password or a token',
    source: NEVER,
    check: (evidence, verdict) => {
      const secrets = secretsOf(evidence);
      for (const [name, log] of evidence.logs) lookFor(secrets, log, `the log of ${name}`, verdict);
    },
  },
  {
    name: 'no process has ended by a fault that nobody caught',
    source: 'architecture, what must never happen',
    check: ({ logs }, verdict) => {
      for (const [name, log] of logs) {
        const line = log.split('\n').find((one) => UNCAUGHT.test(one));
        verdict.holds(line === undefined, () => `${name}: ${line?.slice(0, 300)}`, name);
      }
    },
  },
];

/** Words of a text, of which a secret may be one; our passwords are two. */
const WORDS = /lanterns [0-9a-f-]{13}|[\w.~-]{20,}/g;

/** As long as both are, each is read once. */
function lookFor(secrets: readonly string[], text: string, where: string, verdict: Verdict): void {
  const words = new Set([...text.matchAll(WORDS)].map(([word]) => word));
  for (const secret of secrets) verdict.holds(!words.has(secret), () => `${where} holds a secret`, secret);
}

const UNCAUGHT = /uncaught|unhandled|FATAL ERROR|"level":60/i;
