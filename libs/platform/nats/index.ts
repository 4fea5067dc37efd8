export { Broker, type BrokerProbe, probeBroker } from './broker.js';
export { type BusAnswer, type BusCall, BusEndpoint, type BusEndpointParts } from './bus-endpoint.js';
export { BusEdge, NATS, natsCommandsModule, natsEventsModule } from './nats.module.js';
export { EventsArchived, type Republication, type Republished, republishEvents } from './republish-events.js';
export * from './subjects.js';
