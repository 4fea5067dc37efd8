import { randomBytes } from 'node:crypto';
import { admits, type BasicCredentials } from '../http/requests.js';
import type { MessageStore } from '../messages/message-store.js';
import type { ProviderCall, ProviderContract } from '../provider/provider-contract.js';
import { type SmsForm, twilioFailure, twilioRefusal, validateSms } from './validate-sms.js';

/** GSM 03.38: the default alphabet and, one escape more each, its extension table. */
const GSM_ALPHABET = /^[\n\r -?A-Z_a-z@£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà^{}\\[~\]|€]*$/;
const GSM_EXTENSION = /[\^{}\\[~\]|€]/g;

/** How many SMS a text is: 160 GSM-7 septets in one or 153 in each of several, 70 or 67 UTF-16 units otherwise. */
export function countSegments(text: string): number {
  const isGsm = GSM_ALPHABET.test(text);
  const length = isGsm ? text.length + (text.match(GSM_EXTENSION)?.length ?? 0) : text.length;
  const [alone, joined] = isGsm ? ([160, 153] as const) : ([70, 67] as const);
  return length <= alone ? 1 : Math.ceil(length / joined);
}

const API_VERSION = '2010-04-01';

const BODY_BYTES_AT_MOST = 64 * 1024;
const PATH = /^\/2010-04-01\/Accounts\/([^/]+)\/Messages\.json$/;

const WRONG_KEY = twilioRefusal({ code: 20003, message: 'Authentication Error - invalid username', status: 401 });

interface TwilioOptions {
  readonly store: MessageStore;
  readonly credentials: BasicCredentials | undefined;
  readonly now: () => Date;
}

/**
 * Twilio's Messages resource, `POST /2010-04-01/Accounts/{sid}/Messages.json`, form-encoded. Twilio's magic test numbers
 * (+1 500 555 0001 to 0009) are refused as they are there.
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export function twilioContract({ store, credentials, now }: TwilioOptions): ProviderContract {
  return {
    channel: 'sms',
    name: 'twilio',
    path: PATH,
    accountPath: /^\/2010-04-01\/Accounts\/[^/]+\.json$/,
    account: { status: 200, body: JSON.stringify({ status: 'active', type: 'Full' }) },
    refusals: {
      key: WRONG_KEY,
      sender: twilioRefusal({ code: 21606, message: "The 'From' phone number is not valid.", status: 400 }),
      recipient: twilioRefusal({ code: 21211, message: "The 'To' number is not a valid phone number.", status: 400 }),
      rate: { ...twilioFailure(429), headers: { 'retry-after': '5' } },
      quota: twilioRefusal({ code: 20003, message: 'The account is suspended.', status: 403 }),
      outage: twilioFailure(503),
    },
    bodyLimit: BODY_BYTES_AT_MOST,
    refuseCaller: (authorization) => (admits(authorization, credentials) ? null : WRONG_KEY),
    tooLarge: () => twilioFailure(413),
    failure: twilioFailure,
    read(body, { path }): ProviderCall {
      const form = readForm(body);
      const accountSid = PATH.exec(path)?.[1] ?? '';
      return {
        recipients: [form.to],
        messages: 1,
        take() {
          const error = validateSms(form);
          if (error) return { answer: twilioRefusal(error), accepted: 0, refused: 1 };
          const sid = `SM${randomBytes(16).toString('hex')}`;
          const at = now();
          store.add({
            id: sid,
            channel: 'sms',
            provider: 'twilio',
            from: form.from === '' ? form.messagingServiceSid : form.from,
            fromName: null,
            to: form.to,
            toName: null,
            subject: null,
            text: form.body,
            html: null,
            customId: form.deliveryId,
            headers: {},
            receivedAt: at.toISOString(),
          });
          const body = JSON.stringify(representSms(form, sid, accountSid, at));
          return { answer: { status: 201, body }, accepted: 1, refused: 0 };
        },
      };
    },
  };
}

/** The Message resource as Twilio shows it right after creation; times are RFC 2822. */
function representSms(form: SmsForm, sid: string, accountSid: string, at: Date): Record<string, unknown> {
  const created = at.toUTCString().replace('GMT', '+0000');
  const resource = `/${API_VERSION}/Accounts/${accountSid}/Messages/${sid}`;
  const viaService = form.messagingServiceSid !== '';
  return {
    account_sid: accountSid,
    api_version: API_VERSION,
    body: form.body,
    date_created: created,
    date_sent: null,
    date_updated: created,
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: form.from === '' ? null : form.from,
    messaging_service_sid: viaService ? form.messagingServiceSid : null,
    num_media: '0',
    // A messaging service picks the sender later, so it does not know the segments yet.
    num_segments: viaService ? '0' : String(countSegments(form.body)),
    price: null,
    price_unit: 'USD',
    sid,
    status: viaService ? 'accepted' : 'queued',
    subresource_uris: { media: `${resource}/Media.json` },
    to: form.to,
    uri: `${resource}.json`,
  };
}

function readForm(body: string): SmsForm {
  const form = new URLSearchParams(body);
  return {
    to: form.get('To') ?? '',
    from: form.get('From') ?? '',
    messagingServiceSid: form.get('MessagingServiceSid') ?? '',
    body: form.get('Body') ?? '',
    deliveryId: new URLSearchParams(URL.parse(form.get('StatusCallback') ?? '')?.search).get('delivery'),
  };
}
