export { createLogger, type Logger, withoutRedaction } from './create-logger.js';
