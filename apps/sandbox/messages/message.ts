export type Channel = 'mail' | 'sms';

/** One message to one recipient, as a provider accepted it. A mail to three people is three of these. */
export interface Message {
  /** The id the provider's answer gave: Mailjet's MessageUUID, Twilio's sid. */
  readonly id: string;
  readonly channel: Channel;
  readonly provider: 'mailjet' | 'twilio';
  readonly from: string;
  readonly fromName: string | null;
  readonly to: string;
  readonly toName: string | null;
  readonly subject: string | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly customId: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** RFC 3339, UTC. */
  readonly receivedAt: string;
}
