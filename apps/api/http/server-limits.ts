/** What a connection may take. Bytes and milliseconds. */
export interface ServerLimits {
  /** Request line and headers together. */
  readonly headerBytes: number;
  /** From the opening of a connection, or the first byte of a later request, to the end of the headers. */
  readonly headersMs: number;
  /** From there to the end of the body. */
  readonly requestMs: number;
  /** How long a connection may stay open without a request. */
  readonly keepAliveMs: number;
  /** How often the two times above are looked at. */
  readonly checkMs: number;
}

export const standardLimits: ServerLimits = {
  headerBytes: 8 * 1024,
  headersMs: 5_000,
  requestMs: 10_000,
  keepAliveMs: 65_000,
  checkMs: 1_000,
};
