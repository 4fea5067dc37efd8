import { createHmac } from 'node:crypto';
import { bounce, headerOf, isSame, type ReportContract, told } from '../events/report-contract.js';

interface TwilioEvents {
  readonly authToken: string;
  /** Where Twilio was told to post to, without a query. */
  readonly callbackUrl: string;
}

/** `ErrorCode`: no such number, or one that takes no text messages. */
const GONE = ['21211', '21614', '30005', '30006'];
/** The carrier or the phone blocks us. */
const BLOCKED = ['30004', '30007', '30032', '30034'];
/** The recipient has answered STOP. */
const STOPPED = '21610';

/**
 * Twilio's status callbacks: a form, signed with HMAC-SHA-1 by the auth token over the address and the sorted fields. It
 * has no time; each status counts once. Our id stands in the query of the address, which Twilio signs as well.
 * @see https://www.twilio.com/docs/usage/security#validating-requests,
 * https://www.twilio.com/docs/messaging/guides/track-outbound-message-status and
 * https://www.twilio.com/docs/api/errors (read 2026-11-29)
 */
export const twilioEvents = ({ authToken, callbackUrl }: TwilioEvents): ReportContract => ({
  isGenuine({ headers, body, search }) {
    const fields = sortedFields(formIn(body));
    const mac = (url: string) => createHmac('sha1', authToken).update(`${url}${fields}`).digest('base64');
    const given = headerOf(headers, 'x-twilio-signature');
    return addressesOf(callbackUrl).some((url) => isSame(given, mac(url + search)));
  },
  read({ body, search }, now) {
    const form = formIn(body);
    return told(
      {
        deliveryId: new URLSearchParams(search).get('delivery'),
        at: now.toISOString(),
        ...meaningOf(form.get('MessageStatus'), form.get('ErrorCode') ?? ''),
      },
      now,
    );
  },
});

const formIn = (body: Uint8Array): URLSearchParams => new URLSearchParams(Buffer.from(body).toString('utf8'));

/** By their names, of one name by their values, and of equal ones one. */
function sortedFields(form: URLSearchParams): string {
  const order = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  return [...form]
    .toSorted(([name, value], [otherName, otherValue]) => order(name, otherName) || order(value, otherValue))
    .filter(([name, value], at, sorted) => name !== sorted[at - 1]?.[0] || value !== sorted[at - 1]?.[1])
    .flat()
    .join('');
}

/** Twilio signs an address with its port or without, whichever product calls. */
function addressesOf(callbackUrl: string): readonly string[] {
  const url = new URL(callbackUrl);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const origin = `${url.protocol}//${url.hostname}`;
  return [`${origin}${url.pathname}`, `${origin}:${port}${url.pathname}`];
}

function meaningOf(status: string | null, code: string) {
  if (status === 'delivered') return { outcome: 'delivered' } as const;
  if (status !== 'undelivered' && status !== 'failed') return { outcome: null };
  if (code === STOPPED) return { outcome: 'unsubscribed' } as const;
  if (GONE.includes(code)) return bounce(true, 'mailbox-unavailable');
  return bounce(false, BLOCKED.includes(code) ? 'rejected' : null);
}
