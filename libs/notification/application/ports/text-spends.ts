import type { TextSpend } from '../../contract/queries/find-text-spend.js';

/** What was spent on SMS, as it is read. */
export interface TextSpends {
  /** @param asked days as `YYYY-MM-DD`, both included; `application` null: all of them */
  read(asked: { readonly from: string; readonly to: string; readonly application: string | null }): Promise<TextSpend>;
}
