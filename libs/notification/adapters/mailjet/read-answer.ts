import type { ProviderAnswer } from '../../application/ports/mail-provider.js';

type Json = Readonly<Record<string, unknown>>;

const UNREADABLE = 'answer-unreadable';

/**
 * What a status and a body of Send API v3.1 mean for the one message that was sent. Mailjet reports faults of single
 * messages within `Messages`, also under status 200, and faults of the whole call at the top.
 */
export function readAnswer(status: number, body: string): ProviderAnswer {
  const answer = parse(body);
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

/**
 * @param status of the HTTP answer
 * @param meaning the status that says what went wrong: the message's own where it has one
 */
function refused(status: number, meaning: number, errorCode: unknown): ProviderAnswer {
  const code = typeof errorCode === 'string' && /^[a-z]{2,8}-\d{1,6}$/.test(errorCode) ? ` ${errorCode}` : '';
  return { kind: 'refused', retryable: isRetryable(meaning), reason: `${wordFor(meaning)}${code}`, status };
}

/**
 * A redirect, a 401 or a 403 tells of our settings, not of the message: somebody may mend them before the deadline.
 * A message's error within a 2xx without a status of its own says nothing, so it is tried again.
 */
const isRetryable = (meaning: number): boolean =>
  meaning < 400 || meaning >= 500 || [401, 403, 408, 425, 429].includes(meaning);

const wordFor = (meaning: number): string => {
  if (meaning === 401 || meaning === 403) return `credentials-refused-${meaning}`;
  if (meaning >= 300 && meaning <= 399) return `redirect-${meaning}`;
  return meaning >= 400 && meaning <= 599 ? `http-${meaning}` : UNREADABLE;
};

/** The UUID: the numeric id is past what a JavaScript number holds exactly. */
const idOf = (recipient: Json | undefined): string | null => {
  const uuid = recipient?.MessageUUID;
  return typeof uuid === 'string' && /^[\w-]{1,64}$/.test(uuid) ? uuid : null;
};

function parse(body: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const first = (list: unknown): Json | undefined => {
  const item: unknown = Array.isArray(list) ? list[0] : undefined;
  return isObject(item) ? item : undefined;
};

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
