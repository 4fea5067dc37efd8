export { atMost } from './at-most.js';
export { explainFailure, type PortSettings } from './explain-failure.js';
export { type ProcessOptions, type RunningProcess, runProcess } from './run-process.js';
export { within } from './within.js';
