/** One setting of a provider. Its name is the channel's, the provider's and `name`: `MAIL_POSTMARK_TOKEN`. */
export interface ProviderField {
  readonly name: string;
  /** What it is for; absent: it is optional. */
  readonly why?: string;
  /** In place of an optional one that is not set. */
  readonly fallback?: string;
  readonly oneOf?: readonly string[];
  /** What it must look like, and the same in words. */
  readonly like?: readonly [pattern: RegExp, words: string];
  /** The name it has without `MAIL_PROVIDERS` or `SMS_PROVIDERS`: that of versions with one provider. */
  readonly formerly?: string;
}

export interface ProviderTable {
  /** Where its API is; `{region}` is that setting's value. Null: a setting of its own says so. */
  readonly baseUrl: string | null;
  readonly fields: Readonly<Record<string, ProviderField>>;
}

const KEY = 'an API key of the provider';

/** Standard Webhooks 1.0: 24 to 64 bytes. */
const SIGNING_SECRET = {
  name: 'SECRET',
  why: 'it signs each request; make one with echo "whsec_$(openssl rand -base64 32)"',
  like: [/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'whsec_ and 24 to 64 bytes in base64'],
} as const satisfies ProviderField;

/** Of providers whose webhooks are signed with nothing but a password: any user name goes with it. */
const EVENTS_PASSWORD = {
  name: 'EVENTS_SECRET',
  fallback: '',
  like: [/^[\x21-\x7e]{20,200}$/, '20 to 200 characters without spaces'],
} as const satisfies ProviderField;

/** Of providers whose webhooks are signed as Standard Webhooks and Svix have it. */
const EVENTS_SIGNING_SECRET = {
  name: 'EVENTS_SECRET',
  fallback: '',
  like: SIGNING_SECRET.like,
} as const satisfies ProviderField;

/** What each provider of mails has to know. The adapter of the same name uses it. */
export const MAIL_PROVIDERS = {
  sandbox: {
    baseUrl: null,
    fields: {
      apiKey: { name: 'API_KEY', fallback: 'sandbox', formerly: 'MAIL_API_KEY' },
      apiSecret: { name: 'API_SECRET', fallback: 'sandbox', formerly: 'MAIL_API_SECRET' },
      events: EVENTS_PASSWORD,
    },
  },
  mailjet: {
    baseUrl: 'https://api.mailjet.com',
    fields: {
      apiKey: { name: 'API_KEY', why: 'the mail provider requires it', formerly: 'MAIL_API_KEY' },
      apiSecret: { name: 'API_SECRET', why: 'the mail provider requires it', formerly: 'MAIL_API_SECRET' },
      events: EVENTS_PASSWORD,
    },
  },
  postmark: {
    baseUrl: 'https://api.postmarkapp.com',
    fields: {
      token: { name: 'TOKEN', why: 'the API token of the server that sends' },
      stream: { name: 'STREAM', fallback: 'outbound' },
      events: EVENTS_PASSWORD,
    },
  },
  sendgrid: {
    baseUrl: 'https://api.sendgrid.com',
    fields: {
      apiKey: { name: 'API_KEY', why: KEY },
      events: {
        name: 'EVENTS_KEY',
        fallback: '',
        like: [/^[A-Za-z0-9+/]{80,400}={0,2}$/, 'the verification key of the signed event webhook, in base64'],
      },
    },
  },
  resend: {
    baseUrl: 'https://api.resend.com',
    fields: { apiKey: { name: 'API_KEY', why: KEY }, events: EVENTS_SIGNING_SECRET },
  },
  mailgun: {
    baseUrl: 'https://{region}',
    fields: {
      apiKey: { name: 'API_KEY', why: 'the account’s key or a sending key of the domain' },
      domain: { name: 'DOMAIN', why: 'the domain that sends, as it is registered there' },
      region: { name: 'REGION', fallback: 'us', oneOf: ['us', 'eu'] },
      events: {
        name: 'EVENTS_SECRET',
        fallback: '',
        like: [/^[\x21-\x7e]{16,200}$/, 'the HTTP webhook signing key of the account'],
      },
    },
  },
  brevo: {
    baseUrl: 'https://api.brevo.com',
    fields: { apiKey: { name: 'API_KEY', why: KEY }, events: EVENTS_PASSWORD },
  },
  ses: {
    baseUrl: 'https://email.{region}.amazonaws.com',
    fields: {
      region: { name: 'REGION', why: 'the AWS region, such as eu-central-1' },
      accessKeyId: { name: 'ACCESS_KEY_ID', why: 'an access key that may call ses:SendEmail' },
      secretAccessKey: { name: 'SECRET_ACCESS_KEY', why: 'the secret of that access key' },
      configurationSet: { name: 'CONFIGURATION_SET', fallback: '' },
      events: {
        name: 'EVENTS_TOPIC',
        fallback: '',
        like: [
          /^arn:aws(-cn|-us-gov)?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
          'the ARN of the SNS topic, such as arn:aws:sns:eu-central-1:123456789012:ses-events',
        ],
      },
    },
  },
  smtp: {
    baseUrl: null,
    fields: {
      tls: { name: 'TLS', fallback: 'required', oneOf: ['required', 'off'] },
    },
  },
  webhook: {
    baseUrl: null,
    fields: { secret: SIGNING_SECRET, events: EVENTS_SIGNING_SECRET },
  },
} as const satisfies Readonly<Record<string, ProviderTable>>;

/** Of Twilio, whose auth token signs: whether messages name the address for reports. */
const EVENTS_SWITCH = { name: 'EVENTS', fallback: 'off', oneOf: ['off', 'on'] } as const satisfies ProviderField;

/** The same for text messages. */
export const SMS_PROVIDERS = {
  sandbox: {
    baseUrl: null,
    fields: {
      accountSid: { name: 'ACCOUNT_SID', fallback: 'sandbox', formerly: 'SMS_ACCOUNT_SID' },
      authToken: { name: 'AUTH_TOKEN', fallback: 'sandbox', formerly: 'SMS_AUTH_TOKEN' },
      events: EVENTS_SWITCH,
    },
  },
  twilio: {
    baseUrl: 'https://api.twilio.com',
    fields: {
      accountSid: { name: 'ACCOUNT_SID', why: 'the SMS provider requires it', formerly: 'SMS_ACCOUNT_SID' },
      authToken: { name: 'AUTH_TOKEN', why: 'the SMS provider requires it', formerly: 'SMS_AUTH_TOKEN' },
      events: EVENTS_SWITCH,
    },
  },
  vonage: {
    baseUrl: 'https://api.nexmo.com',
    fields: {
      apiKey: { name: 'API_KEY', why: 'the key of the account' },
      apiSecret: { name: 'API_SECRET', why: 'the secret of the account' },
      events: {
        name: 'EVENTS_SECRET',
        fallback: '',
        like: [/^[\x21-\x7e]{16,200}$/, 'the signature secret of the account'],
      },
    },
  },
  messagebird: {
    baseUrl: 'https://{region}.platform.bird.com',
    fields: {
      apiKey: { name: 'API_KEY', why: 'a key of the workspace (bk_…)' },
      region: { name: 'REGION', fallback: 'eu1', oneOf: ['eu1', 'us1'] },
      events: EVENTS_SIGNING_SECRET,
    },
  },
  webhook: {
    baseUrl: null,
    fields: { secret: SIGNING_SECRET, events: EVENTS_SIGNING_SECRET },
  },
} as const satisfies Readonly<Record<string, ProviderTable>>;

/** What every provider has, whatever its name. */
export interface ProviderPlace {
  /** Base URL of its API, or the server or webhook itself. */
  readonly url: string;
  /** The setting that leads there. */
  readonly urlSetting: string;
  /** How many of 100 messages try it first though it is not the first of the list; null: its place decides. */
  readonly share: number | null;
}

type Providers<T extends Readonly<Record<string, ProviderTable>>> = {
  [N in keyof T]: ProviderPlace & { readonly name: N } & { readonly [F in keyof T[N]['fields']]: string };
};

export type MailProviderSettings = Providers<typeof MAIL_PROVIDERS>;
export type SmsProviderSettings = Providers<typeof SMS_PROVIDERS>;
export type MailProviderName = keyof MailProviderSettings;
export type SmsProviderName = keyof SmsProviderSettings;
