export type { Application } from './application.js';
export type { FindApplication } from './queries/find-application.js';
