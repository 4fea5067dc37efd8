import type { JsonSchema } from '../openapi/index.js';

export interface AsyncApiMessage {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly contentType: string;
  readonly headers?: JsonSchema;
  /** Absent where the message is empty. */
  readonly payload?: JsonSchema;
}
