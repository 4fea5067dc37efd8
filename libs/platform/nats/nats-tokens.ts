import { token } from '../container/index.js';
import type { KnownApplications } from '../edge/index.js';
import type { Broker } from './broker.js';
import type { BusEdge } from './bus-edge.js';

/** Bound where there is a broker. */
export const NATS = {
  broker: token<Broker>('Broker'),
  edge: token<BusEdge>('BusEdge'),
  /** The app that composes the contexts binds it. */
  applications: token<KnownApplications>('KnownApplications'),
} as const;
