import type { DestinationHistory, TextDestination } from '../../domain/text-traffic.js';

/** Who a message goes to: a canonical address or a phone in E.164. */
export interface RecipientKey {
  readonly application: string;
  readonly recipient: string;
  readonly network: string | null;
  /**
   * The account that asks and has proven that it is its owner who does: the message may be taken from its reserve. Without
   * one, the reserve of the account that has the address, where the network asks that activated it.
   */
  readonly reserveOf?: string;
  /** Of an SMS: the range of numbers and the country that it is counted for. */
  readonly destination?: TextDestination;
}

/** What must be known of a recipient before another message is caused to it. */
export interface MessageHistory {
  readonly now: Date;
  /** Times of the messages of the last day, those still to come included, ascending. */
  readonly messages: readonly Date[];
  /** Times of the messages that were asked for the recipient in the last day, in any application. */
  readonly messagesAnywhere: readonly Date[];
  /** The same for the caller's network, of the last hour. */
  readonly networkMessages: readonly Date[];
  /** The same for the IPv6 /48 around it; none for IPv4. */
  readonly wideNetworkMessages: readonly Date[];
  /** What an account may have sent beyond the recipient's limits; null where none may. */
  readonly reserve: MessageReserve | null;
}

interface MessageReserve {
  /** Times of the messages of the last day that were taken from it, ascending. */
  readonly used: readonly Date[];
  /** The recipient is the account's own address, and its network asks: the reserve holds over all applications too. */
  readonly isOwn: boolean;
}

/** What must be known before another code is sent. */
export interface CodeHistory extends MessageHistory {
  /** Tries at short codes of the purpose, within the policy's window. */
  readonly wrongTries: number;
  /** Times of all SMS of the application, of the last day. */
  readonly textMessages: readonly Date[];
  /** When the latest code of the purpose was asked for the recipient, where that alone makes the next one wait. */
  readonly latestOfPurpose: Date | null;
  /** What the key's destination has had; null where it has none. */
  readonly destination: DestinationHistory | null;
}

/** The same of an address that somebody signs up with. */
export interface AddressHistory extends MessageHistory, Pick<CodeHistory, 'wrongTries'> {
  /** The latest pending registration whose mailbox is not proven, which a further code would be for. */
  readonly latestPending: { readonly id: string } | null;
  /** The address is an account's: active, or suspended. */
  readonly isOwned: boolean;
}
