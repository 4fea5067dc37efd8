export { MeasuredCommandBus } from './measured-command-bus.js';
export { problemsOfCommand } from './problems-of-command.js';
export { type PublicCommand, type PublicCommandOptions, publicCommand } from './public-command.js';
