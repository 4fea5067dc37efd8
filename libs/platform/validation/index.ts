export { fieldErrors } from './field-errors.js';
export { ValidatingCommandBus } from './validating-command-bus.js';
