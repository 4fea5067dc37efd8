import { STATUS_CODES } from 'node:http';
import type { Answer } from '../provider/provider-contract.js';

interface TwilioError {
  readonly code: number;
  readonly message: string;
  readonly status: number;
}

/** @see https://www.twilio.com/docs/api/errors */
export function twilioRefusal({ code, message, status }: TwilioError): Answer {
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  return { status, body: JSON.stringify({ code, message, more_info, status }) };
}

/** Twilio numbers its general failures after the HTTP status: 20404, 20429, 20500, 20503. */
export function twilioFailure(status: number): Answer {
  return twilioRefusal({ code: 20_000 + status, message: STATUS_CODES[status] ?? 'Unknown', status });
}

const BODY_CHARACTERS_AT_MOST = 1_600;
const E164 = /^\+[1-9]\d{6,14}$/;
const SHORT_CODE = /^\d{3,8}$/;
const ALPHANUMERIC_SENDER = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/;
const MESSAGING_SERVICE = /^MG[0-9a-f]{32}$/;

type Refusal = readonly [code: number, message: (number: string) => string];

/** Numbers that Twilio's test credentials refuse for good, each in its own way. */
const MAGIC_RECIPIENTS: Readonly<Record<string, Refusal>> = {
  '+15005550001': [21211, (to) => `The 'To' number ${to} is not a valid phone number.`],
  '+15005550002': [
    21612,
    (to) => `The 'To' phone number: ${to}, is not currently reachable using the 'From' phone number.`,
  ],
  '+15005550003': [
    21408,
    (to) => `Permission to send an SMS has not been enabled for the region of the 'To' number: ${to}.`,
  ],
  '+15005550004': [21610, () => 'Attempt to send to unsubscribed recipient'],
  '+15005550009': [21614, (to) => `'To' number: ${to}, is not a valid mobile number`],
};
const MAGIC_SENDERS: Readonly<Record<string, Refusal>> = {
  '+15005550001': [
    21212,
    (from) => `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
  ],
  '+15005550007': [
    21606,
    (from) => `The 'From' phone number provided (${from}) is not a valid message-capable Twilio phone number.`,
  ],
  '+15005550008': [21611, () => "This 'From' number has exceeded the maximum number of queued messages"],
};

export interface SmsForm {
  readonly to: string;
  readonly from: string;
  readonly messagingServiceSid: string;
  readonly body: string;
  /** Of the address that the status is reported to: Twilio has no other place for an id of its caller's. */
  readonly deliveryId: string | null;
}

/** The first thing that is wrong with a message, as Twilio names it, or null. */
export function validateSms({ to, from, messagingServiceSid, body }: SmsForm): TwilioError | null {
  const refuse = (code: number, message: string): TwilioError => ({ code, message, status: 400 });
  if (to === '') return refuse(21604, "A 'To' phone number is required.");
  if (!E164.test(to)) return refuse(21211, `The 'To' number ${to} is not a valid phone number.`);
  if (from === '' && messagingServiceSid === '') return refuse(21603, "A 'From' phone number is required.");
  if (messagingServiceSid !== '' && !MESSAGING_SERVICE.test(messagingServiceSid)) {
    return refuse(21701, `The Messaging Service Sid ${messagingServiceSid} is invalid.`);
  }
  if (from !== '' && !E164.test(from) && !SHORT_CODE.test(from) && !ALPHANUMERIC_SENDER.test(from)) {
    return refuse(
      21212,
      `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
    );
  }
  if (body === '') return refuse(21602, 'Message body is required.');
  if (body.length > BODY_CHARACTERS_AT_MOST) {
    return refuse(21617, `The concatenated message body exceeds the ${BODY_CHARACTERS_AT_MOST} character limit.`);
  }
  const magicSender = MAGIC_SENDERS[from];
  if (magicSender) return refuse(magicSender[0], magicSender[1](from));
  const magicRecipient = MAGIC_RECIPIENTS[to];
  return magicRecipient ? refuse(magicRecipient[0], magicRecipient[1](to)) : null;
}
