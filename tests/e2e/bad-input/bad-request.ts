/** A request that must be refused, byte for byte as it is sent. */
export interface BadRequest {
  /** Ends the sentence "refuses …". */
  readonly what: string;
  readonly bytes: Uint8Array;
  readonly status: number;
  readonly code: string;
  /** `pointer code` of every fault in `errors`. */
  readonly errors?: readonly string[];
  /** A try with a wrong password counts, and leaves its fact in the event log. */
  readonly isTry?: true;
}

export type Expected = Pick<BadRequest, 'status' | 'code' | 'errors' | 'isTry'>;

interface Parts {
  readonly headers?: readonly string[];
  readonly body?: string | Uint8Array;
}

/** A request as it goes over the wire, with the length of its body unless the headers say how it comes. */
export function wire(method: string, path: string, { headers = [], body = '' }: Parts = {}): Buffer {
  const bytes = Buffer.from(body);
  const isFramed = headers.some((header) => /^(content-length|transfer-encoding)\b/i.test(header));
  const length = isFramed || (bytes.length === 0 && method === 'GET') ? [] : [`Content-Length: ${bytes.length}`];
  const head = [`${method} ${path} HTTP/1.1`, 'Host: api', ...headers, ...length, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

const JSON_TYPE = 'Content-Type: application/json';

/** A POST whose body is this text, called JSON. */
export const postText = (path: string, body: string | Uint8Array, ...headers: string[]): Buffer =>
  wire('POST', path, { headers: [JSON_TYPE, ...headers], body });

/** A POST of a good JSON document. */
export const postJson = (path: string, body: object, ...headers: string[]): Buffer =>
  postText(path, JSON.stringify(body), ...headers);

export const basicHeader = (credentials: string | Uint8Array): string =>
  `Authorization: Basic ${Buffer.from(credentials).toString('base64')}`;

/** A sign-up that would be taken. */
export const goodSignUp = { email: 'grace@example.com', password: 'nine seven lanterns' };
export const goodBasic = basicHeader('grace@example.com:nine seven lanterns');

export const jsonInvalid: Expected = { status: 400, code: 'json-invalid' };
export const malformed: Expected = { status: 400, code: 'request-malformed' };
export const unsupported: Expected = { status: 415, code: 'media-type-unsupported' };
export const tooLarge: Expected = { status: 413, code: 'body-too-large' };
export const notFound: Expected = { status: 404, code: 'not-found' };
export const notAllowed: Expected = { status: 405, code: 'method-not-allowed' };
export const forged: Expected = { status: 401, code: 'signature-invalid' };
export const unauthorized: Expected = { status: 401, code: 'credentials-invalid' };
export const unknownField = (...pointers: string[]): Expected => ({
  status: 422,
  code: 'field-unknown',
  errors: pointers.map((pointer) => `${pointer} field-unknown`),
});
export const wrongField = (...errors: string[]): Expected => ({ status: 422, code: 'validation-failed', errors });
