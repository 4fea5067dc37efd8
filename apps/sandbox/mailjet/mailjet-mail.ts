export interface MailAddress {
  readonly Email: string;
  readonly Name?: string;
}

/** A message of the Send API v3.1 after validation: the properties the sandbox keeps. */
export interface MailjetMail {
  readonly From: MailAddress;
  readonly To: readonly MailAddress[];
  readonly Cc?: readonly MailAddress[];
  readonly Bcc?: readonly MailAddress[];
  readonly Subject?: string;
  readonly TextPart?: string;
  readonly HTMLPart?: string;
  readonly CustomID?: string;
  readonly Headers?: Readonly<Record<string, string>>;
}
