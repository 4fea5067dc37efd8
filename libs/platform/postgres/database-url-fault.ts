/** What is wrong with a database's URL, to be put behind the name of its setting. No value is ever in it. */
export class DatabaseUrlFault extends Error {
  override readonly name = 'DatabaseUrlFault';
}
