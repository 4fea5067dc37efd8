import type { MsgHdrs } from '@nats-io/transport-node';
import type { BusCall } from './command-endpoint.js';

/** A message as the command desk takes it. Of a header that stands twice the first counts, as over HTTP. */
export function readCall(
  application: string | null,
  message: { readonly headers?: MsgHdrs | undefined; readonly data: Uint8Array },
): BusCall {
  const headers: Record<string, string> = {};
  for (const name of message.headers?.keys() ?? []) headers[name.toLowerCase()] ??= message.headers?.get(name) ?? '';
  return { application, headers, body: message.data };
}
