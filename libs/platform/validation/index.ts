export { fieldErrors, pointerToken, unknownField } from './field-errors.js';
export { ValidatingCommandBus } from './validating-command-bus.js';
