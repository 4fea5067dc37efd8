export { bindHandlers, fixed, from } from './bind-handlers.js';
export { platformModule } from './platform.module.js';
export { PLATFORM, token } from './platform-tokens.js';
