import { STATUS_CODES } from 'node:http';
import type { Answer } from '../provider/provider-contract.js';

export interface TwilioError {
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
