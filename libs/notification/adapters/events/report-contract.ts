import { createHash, timingSafeEqual } from 'node:crypto';
import type { Report, ReportHeaders } from '../../application/ports/provider-events.js';
import type { ReportedOutcome } from '../../contract/commands/record-outcomes.js';
import type { BounceReason, Outcome } from '../../contract/events.js';
import { isJsonObject, type Json } from '../undici/call-provider.js';

export type { BounceReason, Json, Outcome, Report, ReportedOutcome, ReportHeaders };

/** How a provider reports what became of messages. docs/providers.md says how to write one. */
export interface ReportContract {
  /** Whether the credentials in the headers are ours. Absent: the signature decides. */
  admits?(headers: ReportHeaders): boolean;
  /** Whether the provider has signed the request, and lately. Absent: it signs nothing. */
  isGenuine?(report: Report, now: Date): boolean | Promise<boolean>;
  /** The outcomes in the request; null if it cannot be read. Events that do not matter here are left out. */
  read(report: Report, now: Date): ToldEvents | Promise<ToldEvents>;
}

/**
 * Where a provider reports.
 * @param publicUrl how the service is reached from outside
 */
export const eventsUrl = (publicUrl: string, provider: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/v1/providers/${provider}/events`;

export type ToldEvents = readonly ReportedOutcome[] | null;

/** An event as the provider sent it, not validated yet. */
interface Told {
  readonly deliveryId: unknown;
  /** Null: nothing that matters here. */
  readonly outcome: Outcome | null | undefined;
  /** RFC 3339, or seconds since 1970. */
  readonly at: unknown;
  readonly reason?: BounceReason | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** As a list, to be gathered with others: empty where it is not about one of our messages, or of no interest. */
export function told({ deliveryId, outcome, at, reason = null }: Told, now: Date): readonly ReportedOutcome[] {
  if (!outcome || typeof deliveryId !== 'string' || !UUID.test(deliveryId)) return [];
  return [{ deliveryId, outcome, at: (timeOf(at) ?? now).toISOString(), reason }];
}

/** Within the years that a database holds as well. */
function timeOf(value: unknown): Date | null {
  const isSeconds = typeof value === 'number' || (typeof value === 'string' && /^\d{9,10}(\.\d+)?$/.test(value));
  const time = new Date(isSeconds ? Number(value) * 1_000 : typeof value === 'string' ? value : Number.NaN);
  const year = time.getUTCFullYear();
  return year >= 2000 && year <= 9999 ? time : null;
}

/** Null where the body is no JSON. */
export function jsonIn({ body }: Pick<Report, 'body'>): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

/** The events of a body that holds one, or a list of them; null where it holds neither. Others than objects are left out. */
export function eventsIn(report: Pick<Report, 'body'>): readonly Json[] | null {
  const json = jsonIn(report);
  if (Array.isArray(json)) return json.filter(isJsonObject);
  return isJsonObject(json) ? [json] : null;
}

/** The object in a field; empty where there is none. */
export const objectIn = (value: unknown): Json => (isJsonObject(value) ? value : {});

export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A header that came once. */
export const headerOf = (headers: ReportHeaders, name: string): string => textIn(headers[name]);

/** In the same time, wherever they differ. */
export const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const BASIC = /^basic +([A-Za-z0-9+/_-]+=*) *$/i;

/** Of providers that sign nothing: the webhook's address holds `user:secret@`, and any user will do (RFC 7617). */
export const withPassword =
  (secret: string) =>
  (headers: ReportHeaders): boolean => {
    const [, encoded = ''] = BASIC.exec(headerOf(headers, 'authorization')) ?? [];
    const pair = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = pair.indexOf(':');
    return colon >= 0 && isSame(pair.slice(colon + 1), secret);
  };

/** Whether a signature's time, in seconds since 1970, is near enough. */
export const isRecent = (seconds: string, now: Date, tolerance: number): boolean =>
  /^\d{1,12}$/.test(seconds) && Math.abs(now.getTime() / 1_000 - Number(seconds)) <= tolerance;

/**
 * A bounce is hard only if the recipient does not exist. A refusal of our reputation, or a full mailbox, must not shut a
 * person out.
 * @param isPermanent as the provider says
 */
export function bounce(isPermanent: boolean, reason: BounceReason | null) {
  const isHard = isPermanent && (reason === null || reason === 'mailbox-unavailable');
  return { outcome: isHard ? 'hard-bounced' : 'soft-bounced', reason } as const;
}

/**
 * Why a mailbox did not take a mail, by what its server said: enhanced status codes (RFC 3463, section 3), or in words.
 * @param fallback where that says nothing
 */
export function reasonIn(answer: unknown, fallback: BounceReason | null = null): BounceReason | null {
  const text = textIn(answer).slice(0, 2_000);
  if (/\b[45]\.2\.2\b|\bfull\b|quota/i.test(text)) return 'mailbox-full';
  if (/\b5\.(1\.(1|2|3|10)|2\.1|4\.4)\b|\b(unknown|no such|invalid|not exist|not found)\b/i.test(text)) {
    return 'mailbox-unavailable';
  }
  return /\b5\.7\.\d+\b|spam|block|policy|reject/i.test(text) ? 'rejected' : fallback;
}
