import { token } from '../container/index.js';
import type { Broker } from './broker.js';

/** Bound where there is a broker. */
export const NATS = {
  broker: token<Broker>('Broker'),
} as const;
