import type { ProviderAnswer } from '../../application/ports/provider-answer.js';
import { isJsonObject, type Json, parseJsonObject } from '../undici/json-object.js';
import { refusedCall, UNREADABLE } from '../undici/refused-call.js';

/**
 * What a status and a body of Send API v3.1 mean for the one message that was sent. Mailjet reports faults of single
 * messages within `Messages`, also under status 200, and faults of the whole call at the top.
 */
export function readAnswer(status: number, body: string): ProviderAnswer {
  const answer = parseJsonObject(body);
  const message = first(answer?.Messages);
  if (message?.Status === 'error') return readMessageError(status, first(message.Errors));
  if (status < 200 || status > 299) return refused(status, status, answer?.ErrorCode);
  if (message?.Status !== 'success') return { kind: 'refused', retryable: true, reason: UNREADABLE, status };
  return { kind: 'accepted', providerMessageId: idOf(first(message.To)) };
}

function readMessageError(status: number, error: Json | undefined): ProviderAnswer {
  const own = error?.StatusCode;
  return refused(status, typeof own === 'number' ? own : status, error?.ErrorCode);
}

function refused(status: number, meaning: number, errorCode: unknown): ProviderAnswer {
  const isCode = typeof errorCode === 'string' && /^[a-z]{2,8}-\d{1,6}$/.test(errorCode);
  return refusedCall(status, meaning, isCode ? errorCode : undefined);
}

/** The UUID: the numeric id is past what a JavaScript number holds exactly. */
const idOf = (recipient: Json | undefined): string | null => {
  const uuid = recipient?.MessageUUID;
  return typeof uuid === 'string' && /^[\w-]{1,64}$/.test(uuid) ? uuid : null;
};

const first = (list: unknown): Json | undefined => {
  const item: unknown = Array.isArray(list) ? list[0] : undefined;
  return isJsonObject(item) ? item : undefined;
};
