export { bindHandlers, fixed, from } from './bind-handlers.js';
export { platformModule } from './platform.module.js';
export { PLATFORM } from './platform-tokens.js';
export { token } from './token.js';
