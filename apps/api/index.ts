export { createApp } from './http/create-app.js';
export { collectOperations } from './operations.js';
export { type RunningApi, startApi } from './start-api.js';
