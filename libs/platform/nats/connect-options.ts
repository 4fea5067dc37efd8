import { type NodeConnectionOptions, nkeyAuthenticator } from '@nats-io/transport-node';
import type { NatsSettings } from '../config/index.js';

/** Where the broker is, and who we are to it. */
export const connectOptions = ({ servers, tls, user, nkeySeed }: NatsSettings): NodeConnectionOptions => ({
  servers: [...servers],
  ...(tls && { tls: {} }),
  ...(user && { user: user.name, pass: user.password }),
  ...(nkeySeed !== null && { authenticator: nkeyAuthenticator(new TextEncoder().encode(nkeySeed)) }),
});
