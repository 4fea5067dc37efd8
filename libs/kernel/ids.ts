/** Makes identifiers: UUID version 7 (RFC 9562), so that rows written together lie together. */
export interface IdGenerator {
  next(): string;
}
