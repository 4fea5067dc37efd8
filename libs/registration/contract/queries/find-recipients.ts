export interface MessageOrigins {
  readonly application: string;
  readonly codeIds: readonly string[];
  readonly noticeIds: readonly string[];
}

/** Whom messages are for: an address, or a phone in E.164. */
export interface FindRecipients {
  /** By the id of the code or the notice that a message carries. Who is not known any more is not in it. */
  of(origins: MessageOrigins): Promise<ReadonlyMap<string, string>>;
}
