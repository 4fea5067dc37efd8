import { validateHeaderValue } from 'node:http';
import type { ProblemError } from '../http/requests.js';
import type { Channel } from '../messages/message-store.js';
import { REFUSALS, type Refusal } from '../provider/provider-contract.js';

/**
 * What the stand-in does instead of answering well. Taken means: the messages stand in the inbox afterwards.
 *
 * | type | taken | the caller sees |
 * | --- | --- | --- |
 * | status | no | this status; with `retryAfter` (seconds or an HTTP date) and `body` where given |
 * | refusal | no | the provider's own refusal for the reason `why`: key, sender, recipient, rate, quota, outage |
 * | delay | yes, at the end of it | a good answer, `ms` later |
 * | reset-before | no | the connection reset |
 * | reset-after | yes | the connection reset |
 * | hang | no | nothing, until it gives up |
 * | slow-body | yes | good headers at once, then one byte of the body every `intervalMs` (default 1000) |
 * | redirect | no | 307 to `location` |
 * | garbage | no | 200 with a body that is not JSON |
 *
 * A provider that is asked for its account answers as the first rule about everybody says; that does not use it up.
 */
export type Behaviour =
  | { readonly type: 'status'; readonly status: number; readonly retryAfter?: number | string; readonly body?: unknown }
  | { readonly type: 'refusal'; readonly why: Refusal }
  | { readonly type: 'delay'; readonly ms: number }
  | { readonly type: 'reset-before' }
  | { readonly type: 'reset-after' }
  | { readonly type: 'hang' }
  | { readonly type: 'slow-body'; readonly intervalMs?: number }
  | { readonly type: 'redirect'; readonly location: string }
  | { readonly type: 'garbage' };

export interface FaultRule {
  /** Absent: both channels. */
  readonly channel?: Channel;
  /** As the settings name it. Absent: every provider. */
  readonly provider?: string;
  /** A whole recipient, compared without regard to case. Absent: everybody. */
  readonly to?: string;
  /** How many calls it applies to before it is used up. */
  readonly times: number | 'always';
  readonly behaviour: Behaviour;
}

type ParsedFaultRules =
  | { readonly ok: true; readonly rules: readonly FaultRule[] }
  | { readonly ok: false; readonly errors: readonly ProblemError[] };

interface Field {
  readonly required?: true;
  readonly holds: (value: unknown) => boolean;
  readonly says: string;
}

const RULES_AT_MOST = 100;

const milliseconds = { holds: (value: unknown) => isWhole(value, 0, 600_000), says: 'a whole number from 0 to 600000' };

const BEHAVIOURS: Readonly<Record<FaultRule['behaviour']['type'], Readonly<Record<string, Field>>>> = {
  status: {
    status: { required: true, holds: (value) => isWhole(value, 200, 599), says: 'a whole number from 200 to 599' },
    retryAfter: {
      holds: (value) => isWhole(value, 0, 86_400) || isHeaderValue(value),
      says: 'seconds (0 to 86400) or an HTTP date',
    },
    body: { holds: () => true, says: 'any JSON' },
  },
  refusal: {
    why: {
      required: true,
      holds: (value) => REFUSALS.some((why) => why === value),
      says: `one of ${REFUSALS.join(', ')}`,
    },
  },
  delay: { ms: { required: true, ...milliseconds } },
  'reset-before': {},
  'reset-after': {},
  hang: {},
  'slow-body': { intervalMs: milliseconds },
  redirect: { location: { required: true, holds: isHeaderValue, says: 'an address' } },
  garbage: {},
};

const RULE: Readonly<Record<string, Field>> = {
  channel: { holds: (value) => value === 'mail' || value === 'sms', says: '"mail" or "sms"' },
  provider: {
    holds: (value) => typeof value === 'string' && value.trim() !== '',
    says: 'the name of a provider',
  },
  to: { holds: (value) => typeof value === 'string' && value.trim() !== '', says: 'a recipient' },
  times: {
    holds: (value) => value === 'always' || isWhole(value, 1, 1_000_000),
    says: 'a whole number from 1 to 1000000, or "always"',
  },
  behaviour: { required: true, holds: isObject, says: 'an object with a type' },
};

/** Reads fault rules from a request's JSON: a list of rules, or an object whose `rules` is that list. */
export function parseFaultRules(body: unknown): ParsedFaultRules {
  const wrapped = isObject(body);
  const list = wrapped ? body['rules'] : body;
  const at = wrapped ? '/rules' : '';
  if (!Array.isArray(list)) return { ok: false, errors: [{ pointer: at, message: 'must be a list of rules' }] };
  if (list.length > RULES_AT_MOST) {
    return { ok: false, errors: [{ pointer: at, message: `must hold at most ${RULES_AT_MOST} rules` }] };
  }
  const errors = list.flatMap((rule, index) => faultsOf(rule, `${at}/${index}`));
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, rules: list.map((rule: Omit<FaultRule, 'times'>) => ({ times: 1, ...rule })) };
}

const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

function isHeaderValue(value: unknown): boolean {
  if (typeof value !== 'string' || value.trim() === '') return false;
  try {
    validateHeaderValue('location', value);
    return true;
  } catch {
    return false;
  }
}

function faultsOf(rule: unknown, at: string): ProblemError[] {
  if (!isObject(rule)) return [{ pointer: at, message: 'must be an object' }];
  const errors = check(rule, RULE, at);
  const behaviour = rule['behaviour'];
  if (!isObject(behaviour)) return errors;
  const { type, ...fields } = behaviour;
  const known = typeof type === 'string' && Object.hasOwn(BEHAVIOURS, type);
  if (!known) {
    const message = `must be one of ${Object.keys(BEHAVIOURS).join(', ')}`;
    return [...errors, { pointer: `${at}/behaviour/type`, message }];
  }
  return [...errors, ...check(fields, BEHAVIOURS[type as keyof typeof BEHAVIOURS], `${at}/behaviour`)];
}

function check(value: Record<string, unknown>, fields: Readonly<Record<string, Field>>, at: string): ProblemError[] {
  const errors: ProblemError[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const given = value[name];
    if (given === undefined ? field.required : !field.holds(given)) {
      errors.push({ pointer: `${at}/${name}`, message: `must be ${field.says}` });
    }
  }
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(fields, name)) errors.push({ pointer: `${at}/${escapePointer(name)}`, message: 'is not known' });
  }
  return errors;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
