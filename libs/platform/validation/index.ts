export { codeOf, fieldErrors, pointerToken, unknownField } from './field-errors.js';
export { ValidatingCommandBus, ValidatingQueryBus } from './validating-buses.js';
