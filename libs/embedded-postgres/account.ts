/** The user and group that the server runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}
