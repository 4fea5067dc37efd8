export { Broker, type BrokerProbe, probeBroker } from './broker.js';
export { type BusAnswer, type BusCall, CommandEndpoint, type CommandEndpointParts } from './command-endpoint.js';
export { BusEdge, NATS, natsCommandsModule, natsEventsModule } from './nats.module.js';
export { type Republication, type Republished, republishEvents } from './republish-events.js';
export * from './subjects.js';
