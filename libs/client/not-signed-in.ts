/** Nobody is signed in, or the session has ended; `cause` then holds the refusal. A new sign-in is what helps. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn';
}
