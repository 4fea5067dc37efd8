export { codeOf, fieldErrors, pointerToken, unknownField } from './field-errors.js';
export { ValidatingCommandBus } from './validating-command-bus.js';
export { ValidatingQueryBus } from './validating-query-bus.js';
