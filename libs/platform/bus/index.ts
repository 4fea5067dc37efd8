export {
  type BusAnswer,
  type BusCall,
  CommandDesk,
  type CommandDeskParts,
  type KnowsApplication,
} from './command-desk.js';
export { MeasuredCommandBus } from './measured-command-bus.js';
export { problemsOfCommand } from './problems-of-command.js';
export { type AnsweredCall, type PublicCommand, type PublicCommandOptions, publicCommand } from './public-command.js';
