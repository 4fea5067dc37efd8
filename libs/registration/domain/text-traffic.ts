import type { SmsPolicy } from './policy.js';

/** How many SMS a range of numbers gets, and when it or its country is stopped (ADR-0135). */
export interface TrafficLimits
  extends Pick<SmsPolicy, 'perRangeAndHour' | 'rangeSample' | 'countrySample' | 'leastProvenPercent' | 'stopSeconds'> {
  /** A code that is younger may be proven yet, so it does not count for the share. */
  readonly settleSeconds: number;
}

/** Where an SMS goes, as it is counted. */
export interface TextDestination {
  /** The number without its last four digits: `+3361234`. */
  readonly range: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly limits: TrafficLimits;
}

/** The share of codes that came back is that of the last day, in seconds. */
export const SHARE_WINDOW_SECONDS = 86_400;
const HOUR_MS = 3_600_000;
/** Codes may live for a day: with more than this, hardly any would ever be judged. */
const LONGEST_SETTLING = 3_600;
/** Until the provider has the message. */
const SENDING_SECONDS = 600;

export const destinationOf = (
  phone: string,
  country: string,
  { sms, codes }: { readonly sms: SmsPolicy; readonly codes: { readonly phone: { readonly lifeSeconds: number } } },
): TextDestination => ({
  range: rangeOf(phone),
  country,
  limits: { ...sms, settleSeconds: Math.min(codes.phone.lifeSeconds, LONGEST_SETTLING) + SENDING_SECONDS },
});

/** A number in E.164 without its last four digits: up to 10,000 numbers that a bot would ask for one after the other. */
export const rangeOf = (phone: string): string => phone.slice(0, -4);

/** The latest stop of a range or of a country, which may have ended. */
export interface EarlierStop {
  readonly endsAt: Date;
  /** What was asked and proven before does not count for the share any more. */
  readonly shareFrom: Date | null;
  readonly liftedAt: Date | null;
}

/** What a destination has had within a day. */
export interface DestinationHistory {
  /** Times of all messages to the range, ascending. */
  readonly sent: readonly Date[];
  /**
   * Times of the first message to each of its numbers, and of the codes that were proven: one number asked ten times says
   * no more than once.
   */
  readonly asked: readonly Date[];
  readonly proven: readonly Date[];
  /** Numbers of the whole country, as far as they count for the share. */
  readonly ofCountry: { readonly asked: number; readonly proven: number };
  readonly rangeStop: EarlierStop | null;
  readonly countryStop: EarlierStop | null;
}

/** A range or a country that gets no SMS from now on. */
export interface NewStop {
  readonly kind: 'range' | 'country';
  readonly place: string;
  /** It got as many as it may within an hour, or too few of its codes came back. */
  readonly reason: 'velocity' | 'unproven';
  readonly asked: number;
  readonly proven: number;
  readonly seconds: number;
}

export type TrafficVerdict =
  | { readonly kind: 'admitted' }
  | { readonly kind: 'stopped'; readonly retryAfterSeconds: number }
  /** Nobody has said so yet. */
  | { readonly kind: 'stop'; readonly stop: NewStop };

/** Whether one more SMS may go there. The guard of the statement that counts it says the same. */
export function judgeDestination(
  { range, country, limits }: TextDestination,
  { ofCountry, countryStop, ...ofRange }: DestinationHistory,
  now: Date,
): TrafficVerdict {
  const { rangeStop } = ofRange;
  const ends = [rangeStop, countryStop].map((stop) => stop?.endsAt.getTime() ?? 0);
  const left = Math.max(...ends) - now.getTime();
  if (left > 0) return { kind: 'stopped', retryAfterSeconds: Math.ceil(left / 1_000) };

  const counted = countedOf(ofRange, limits, now);
  const there = { kind: 'range', place: range } as const;
  if (isUnproven(counted.settled, counted.proven, limits.rangeSample, limits)) {
    const counts = { asked: counted.settled, proven: counted.proven };
    return { kind: 'stop', stop: { ...there, ...counts, reason: 'unproven', seconds: limits.stopSeconds } };
  }
  if (counted.withinHour >= limits.perRangeAndHour) {
    const counts = { asked: counted.withinHour, proven: counted.proven };
    return { kind: 'stop', stop: { ...there, ...counts, reason: 'velocity', seconds: HOUR_MS / 1_000 } };
  }
  if (isUnproven(ofCountry.asked, ofCountry.proven, limits.countrySample, limits)) {
    const stop = { kind: 'country', place: country, reason: 'unproven', seconds: limits.stopSeconds } as const;
    return { kind: 'stop', stop: { ...stop, ...ofCountry } };
  }
  return { kind: 'admitted' };
}

function countedOf(
  { sent, asked, proven, rangeStop }: Omit<DestinationHistory, 'ofCountry' | 'countryStop'>,
  { settleSeconds }: TrafficLimits,
  now: Date,
) {
  const countOf = (times: readonly Date[], since: number, until = Number.POSITIVE_INFINITY) =>
    times.filter((time) => time.getTime() > since && time.getTime() <= until).length;
  const shareFrom = Math.max(now.getTime() - SHARE_WINDOW_SECONDS * 1_000, rangeStop?.shareFrom?.getTime() ?? 0);
  const hourFrom = Math.max(now.getTime() - HOUR_MS, rangeStop?.liftedAt?.getTime() ?? 0);
  return {
    settled: countOf(asked, shareFrom, now.getTime() - settleSeconds * 1_000),
    proven: countOf(proven, shareFrom),
    withinHour: countOf(sent, hourFrom),
  };
}

const isUnproven = (
  asked: number,
  proven: number,
  sample: number,
  { leastProvenPercent }: Pick<TrafficLimits, 'leastProvenPercent'>,
): boolean => asked >= sample && proven * 100 < leastProvenPercent * asked;
