export { collectRoutes } from './collect-routes.js';
export { composeContainer } from './compose-container.js';
export { createApp } from './http/create-app.js';
export { type RunningApi, startApi } from './start-api.js';
