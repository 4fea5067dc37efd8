import { randomUUID } from 'node:crypto';
import type { Message, MessageStore } from '../messages/message-store.js';
import type { Answer, CallContext, CallerHeaders, ProviderContract } from './provider-contract.js';

type Content = Pick<
  Message,
  'from' | 'fromName' | 'to' | 'toName' | 'subject' | 'text' | 'html' | 'customId' | 'headers'
>;

/** A message as a provider was asked to send it. */
export interface PostedMessage extends Partial<Content> {
  readonly from: string;
  readonly to: string;
  /** Nothing more is sent for a call with the same key: it is answered again, or as `repeated` and `reused` say. */
  readonly idempotencyKey?: string;
}

/** A provider that takes one message a call: what it has of its own. */
export interface ContractParts extends Omit<ProviderContract, 'bodyLimit' | 'refuseCaller' | 'tooLarge' | 'read'> {
  /** In bytes; 1 MiB by default. */
  readonly bodyLimit?: number;
  admits(authorization: string | undefined, caller: CallerHeaders): boolean;
  /** The message, or the refusal that an invalid one gets. */
  read(
    body: string,
    context: CallContext,
  ):
    | { readonly message: PostedMessage }
    | { readonly refused: Answer }
    | Promise<{ readonly message: PostedMessage } | { readonly refused: Answer }>;
  /** The answer to a message that was taken. */
  accepted(id: string, message: PostedMessage): Answer;
  /** To a message that it knows by its key; absent: the first answer again. */
  readonly repeated?: Answer;
  /** To another message under a key that it knows; absent: as to the same. */
  readonly reused?: Answer;
  newId?(message: PostedMessage): string;
}

export interface ContractSurroundings {
  readonly store: MessageStore;
  readonly now: () => Date;
}

const BODY_BYTES = 1024 * 1024;
const KEYS_AT_MOST = 10_000;

interface Answered {
  readonly said: string;
  readonly answer: Answer;
}

const answerAgain = ({ repeated, reused }: ContractParts, first: Answered, said: string): Answer => {
  const known = repeated ?? first.answer;
  return first.said === said ? known : (reused ?? known);
};

/** Speaks such a provider's contract, and keeps what it takes. */
export function simpleContract(parts: ContractParts, { store, now }: ContractSurroundings): ProviderContract {
  const answered = new Map<string, Answered>();
  const take = (message: PostedMessage): Answer => {
    const { idempotencyKey, ...content } = message;
    const said = JSON.stringify(content);
    const earlier = idempotencyKey === undefined ? undefined : answered.get(idempotencyKey);
    if (earlier) return answerAgain(parts, earlier, said);
    const id = parts.newId?.(message) ?? randomUUID();
    store.add({
      ...EMPTY,
      ...content,
      id,
      channel: parts.channel,
      provider: parts.name,
      receivedAt: now().toISOString(),
    });
    const answer = parts.accepted(id, message);
    if (idempotencyKey !== undefined) {
      answered.set(idempotencyKey, { said, answer });
      const [oldest] = answered.keys();
      if (answered.size > KEYS_AT_MOST && oldest !== undefined) answered.delete(oldest);
    }
    return answer;
  };
  return {
    ...parts,
    bodyLimit: parts.bodyLimit ?? BODY_BYTES,
    refuseCaller: (authorization, caller) => (parts.admits(authorization, caller) ? null : parts.refusals.key),
    tooLarge: () => parts.failure(413),
    async read(body, context) {
      const given = await parts.read(body, context);
      if ('refused' in given) {
        const { refused: answer } = given;
        return { recipients: [], messages: 1, take: () => ({ answer, accepted: 0, refused: 1 }) };
      }
      const { message } = given;
      return {
        recipients: [message.to],
        messages: 1,
        take: () => ({ answer: take(message), accepted: 1, refused: 0 }),
      };
    },
  };
}

const EMPTY = {
  fromName: null,
  toName: null,
  subject: null,
  text: null,
  html: null,
  customId: null,
  headers: {},
} as const satisfies Partial<Content>;
