export { MeasuredCommandBus } from './measured-command-bus.js';
