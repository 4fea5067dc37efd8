import type { KeyRing } from './key-ring.js';
import type {
  MailProviderName,
  MailProviderSettings,
  SmsProviderName,
  SmsProviderSettings,
} from './provider-tables.js';

export type AppEnvironment = 'development' | 'test' | 'production';

/** Everything the service can be told from outside, read once at start. The README lists the variables. */
export interface Settings {
  readonly environment: AppEnvironment;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly http: HttpSettings;
  readonly metricsPort: number;
  /** How long an API that is told to stop still takes requests, and tells callers to connect again, in milliseconds. */
  readonly shutdownDelayMs: number;
  /** Longest start of a worker, counted from when its database answers. */
  readonly workerStartSeconds: number;
  readonly database: DatabaseSettings;
  /** Null: the bus is in the process, and events stay in the log. */
  readonly nats: NatsSettings | null;
  readonly codeKeys: KeyRing;
  readonly tokenKeys: KeyRing;
  /** What one recipient gets within 24 hours, over all applications. */
  readonly messagesPerRecipientAndDay: number;
  readonly hashing: HashingSettings;
  readonly mail: MailSettings;
  readonly sms: SmsSettings;
  readonly passwordBreachCheck: PasswordBreachCheckSettings;
  readonly webhooks: WebhookSettings;
  /** Null: nothing is traced. */
  readonly tracing: TracingSettings | null;
}

/** Where spans are sent, how many of them, and who else learns which trace something belongs to. */
export interface TracingSettings {
  /** Of a receiver of OTLP over HTTP, without `/v1/traces`. */
  readonly endpoint: string;
  /** The share of traces that is recorded, from 0 to 1. */
  readonly ratio: number;
  /** Who gets a `traceparent` with what they are sent. */
  readonly context: readonly ('nats' | 'webhooks' | 'providers')[];
}

export interface HttpSettings {
  readonly host: string;
  readonly port: number;
  /** How browsers and links reach this service from outside. */
  readonly publicUrl: string;
  /** The path of that address, which a proxy in front takes off: `/auth`, or empty. */
  readonly basePath: string;
  /** CIDRs of proxies whose forwarded headers count. */
  readonly trustedProxies: readonly string[];
  /** The header that those proxies write. */
  readonly forwardedHeader: 'x-forwarded-for' | 'forwarded';
  /** CIDRs of networks that are not counted as networks. */
  readonly networkThrottleExempt: readonly string[];
}

export interface DatabaseSettings {
  readonly url: string;
  /** The database without the pooler that `url` leads through; null: there is none. */
  readonly directUrl: string | null;
  /** Replicas for queries; none: the database itself. */
  readonly readUrls: readonly string[];
  readonly poolSize: number;
}

export interface HashingSettings {
  /** Hashes in flight. */
  readonly concurrency: number;
  /** Hashes of one application that wait; one more is answered 503. */
  readonly queueLimit: number;
  /** What would wait longer by estimate is answered 503. */
  readonly queueSeconds: number;
  /** How the threads that hash stand behind the one that answers; `idle`: they have the processor when nothing else wants it. */
  readonly priority: 'low' | 'idle';
}

/** Whether new passwords are looked up among those that breaches have made public, and where. */
export interface PasswordBreachCheckSettings {
  readonly enabled: boolean;
  readonly baseUrl: string;
}

/** Where events may be sent to, and what signs them. */
export interface WebhookSettings {
  /** Their secrets are derived by it. */
  readonly keys: KeyRing;
  readonly allowHttp: boolean;
  /** Null: any. */
  readonly ports: readonly number[] | null;
  /** CIDRs that are reached though they are private. */
  readonly allowedNetworks: readonly string[];
}

export interface MailSettings {
  /** In order of preference; never empty. */
  readonly providers: readonly MailProviderSettings[MailProviderName][];
  /** Names of the providers that may carry an application's mails, by its slug, in order; absent: all, in theirs. */
  readonly ofApplications: ReadonlyMap<string, readonly string[]>;
  readonly sender: { readonly email: string; readonly name: string };
  /** Under which the sender's domain publishes its DKIM keys, for `gatehouse doctor`. */
  readonly dkimSelectors: readonly string[];
}

/** What a message costs, by the first digits of its number, without the plus; `*` for all others. Decimals as text. */
export interface SmsPrices {
  /** ISO 4217. */
  readonly currency: string;
  readonly byPrefix: ReadonlyMap<string, string>;
}

/** By the names of the policy: counts are maximums, times in seconds and percentages are minimums. */
export interface SmsCeilings {
  readonly perDay?: number;
  readonly perRangeAndHour?: number;
  readonly rangeSample?: number;
  readonly countrySample?: number;
  readonly leastProvenPercent?: number;
  readonly stopSeconds?: number;
}

export interface SmsSettings {
  /** In order of preference. Empty: no text message is ever sent, and no application can ask for one. */
  readonly providers: readonly SmsProviderSettings[SmsProviderName][];
  /** The same for an application's text messages. */
  readonly ofApplications: ReadonlyMap<string, readonly string[]>;
  /** What no application's policy goes beyond, whatever it is granted. Only those that are set. */
  readonly ceilings: SmsCeilings;
  /** Null: nobody has said what a message costs. */
  readonly prices: SmsPrices | null;
  /** A number in E.164, a short code, an alphanumeric sender, or the SID of a messaging service. */
  readonly sender: string;
}

/** The broker: where it is, who we are to it, and how it keeps what we give it. */
export interface NatsSettings {
  /** As they were given, without who we are. */
  readonly servers: readonly string[];
  readonly tls: boolean;
  readonly user: { readonly name: string; readonly password: string } | null;
  /** A seed of a user's nkey (`SU…`). */
  readonly nkeySeed: string | null;
  /** Its monitoring port, where doctor reads what the broker tells nobody else; null: not asked. */
  readonly monitoringUrl: string | null;
  /** Of the streams: 3 in a cluster of three or more. */
  readonly replicas: number;
  /** How long the broker keeps an event for anyone who has not read it yet. The log keeps them all. */
  readonly eventDays: number;
  /** Anyone who pulls events from the broker: a durable consumer each. */
  readonly followers: readonly EventFollower[];
}

/** A durable consumer of one application's events. */
export interface EventFollower {
  readonly application: string;
  readonly name: string;
}
