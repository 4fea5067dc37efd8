/** Knows the pages that mails lead to. */
export interface PageLinks {
  /** Where a person proves a sign-up. Secrets stand in the fragment: no server, log or Referer ever sees those. */
  activation(application: string, proof: { readonly userId: string; readonly digits: string }): Promise<string>;
  /** Where a person chooses a new password, with the code from the mail or to ask for one. */
  reset(application: string, proof?: { readonly digits: string }): Promise<string>;
  /** Where a change of address is undone. */
  emailUndo(application: string, proof: { readonly token: string }): Promise<string>;
}
