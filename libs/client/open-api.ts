import type { Client } from 'openapi-fetch';
import type { components, paths } from './generated/api.js';

/** Requests and answers, as the service's document has them. */
export type Schemas = components['schemas'];

/** openapi-fetch's client for every route of the document, over the same retries, problems and session. */
export type OpenApi = Client<paths, 'application/json'>;

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface CallOptions {
  /** Ends the call, its retries included; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface MailOptions extends CallOptions {
  /** Where the page that the mail links to leads after success: one of the application's redirect targets. */
  readonly redirect?: string | null;
}

/** What openapi-fetch takes of them. */
export const init = ({ signal }: CallOptions = {}): { signal?: AbortSignal } => (signal ? { signal } : {});

/** For calls that make something: a repetition after a lost answer gets that answer, and makes nothing more. */
export const creating = (options?: CallOptions) => ({
  ...init(options),
  headers: { 'Idempotency-Key': newKey() },
});

/** Random, in a UUID's form: `randomUUID` exists only on pages that came over https, or from the same machine. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The body of an answer that has one. What is refused has thrown before. */
export async function dataOf<T>(answer: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await answer;
  if (data === undefined) throw new TypeError(`The answer ${response.status} has no body`);
  return data;
}
