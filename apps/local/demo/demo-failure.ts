/** The story cannot go on. The message is one line, for the person who watches. */
export class DemoFailure extends Error {
  override readonly name = 'DemoFailure';
}
