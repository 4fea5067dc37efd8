import { headers, type MsgHdrs } from '@nats-io/transport-node';

export function natsHeaders(given: Readonly<Record<string, string>>): MsgHdrs {
  const made = headers();
  for (const [name, value] of Object.entries(given)) made.set(name, value);
  return made;
}
