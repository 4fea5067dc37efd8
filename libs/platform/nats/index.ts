export { Broker } from './broker.js';
export { BusEdge } from './bus-edge.js';
export { type BusAnswer, type BusCall, CommandEndpoint, type CommandEndpointParts } from './command-endpoint.js';
export { natsCommandsModule } from './nats-commands.module.js';
export { natsEventsModule } from './nats-events.module.js';
export { NATS } from './nats-tokens.js';
export { type BrokerProbe, probeBroker } from './probe-broker.js';
export { type Republication, type Republished, republishEvents } from './republish-events.js';
export * from './subjects.js';
