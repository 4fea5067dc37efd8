import { countSegments } from './count-segments.js';
import type { SmsForm } from './validate-sms.js';

const API_VERSION = '2010-04-01';

/** The Message resource as Twilio shows it right after creation; times are RFC 2822. */
export function representSms(form: SmsForm, sid: string, accountSid: string, at: Date): Record<string, unknown> {
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
