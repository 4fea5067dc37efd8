/** What a link that undoes a change of address carries: derived from the change's id, and kept nowhere. */
export interface UndoTokens {
  of(changeId: string): string;

  /** The change that a token was made for, or null where nobody has made it. */
  changeOf(token: string): string | null;
}
