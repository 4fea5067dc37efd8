export {
  type BusAnswer,
  type BusCall,
  CommandEndpoint,
  type CommandEndpointParts,
  type KnowsApplication,
} from './command-endpoint.js';
export { MeasuredCommandBus } from './measured-command-bus.js';
export { problemsOfCommand } from './problems-of-command.js';
export { type AnsweredCall, type PublicCommand, type PublicCommandOptions, publicCommand } from './public-command.js';
