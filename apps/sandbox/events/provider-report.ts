/** What becomes of a message, in no provider's words. `opened` stands for everything else that providers report. */
export const REPORTED = [
  'deferred',
  'soft-bounced',
  'delivered',
  'unsubscribed',
  'hard-bounced',
  'complained',
  'opened',
] as const;
export type Reported = (typeof REPORTED)[number];

/** An event of one message, before a provider's own words are chosen. */
export interface ReportedEvent {
  readonly kind: Reported;
  /** Our caller's id of the message, as it was given with it. */
  readonly deliveryId: string;
  /** The id that this provider gave it. */
  readonly messageId: string;
  readonly to: string;
  readonly at: Date;
}

/** How the service knows who reports: the secret it has for this provider, and where it listens. */
export interface ReportTarget {
  /** The secret that the service checks with, or what the provider signs with. */
  readonly secret: string;
  /** The whole address that is posted to, without a query. */
  readonly url: string;
}

export interface SignedReport {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `?…`, where the provider was told to add one. */
  readonly search?: string;
}

/** Makes the request with which a provider reports events: its words, and its signature. */
export type ReportMaker = (
  events: readonly ReportedEvent[],
  target: ReportTarget,
  now: Date,
) => SignedReport | Promise<SignedReport>;

export const JSON_HEADERS = { 'content-type': 'application/json' } as const;

export const basicHeaders = (secret: string): Readonly<Record<string, string>> => ({
  ...JSON_HEADERS,
  authorization: `Basic ${Buffer.from(`gatehouse:${secret}`).toString('base64')}`,
});

export const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1_000);

/** Of a provider that reports each event by itself. */
export function only(events: readonly ReportedEvent[]): ReportedEvent {
  const [event, ...others] = events;
  if (!event || others.length > 0) throw new RangeError('This provider reports one event a request');
  return event;
}
