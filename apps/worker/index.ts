export { composeContainer } from './compose-container.js';
export { type RunningWorker, startWorker } from './start-worker.js';
