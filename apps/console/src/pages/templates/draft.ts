/** A mail's own text. */
export interface Draft {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
