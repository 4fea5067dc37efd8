export { bounded, LOOK_MS, NoAnswer } from './bounded.js';
export { Heartbeat } from './heartbeat.js';
export { UnusableDatabase, untilDatabaseAnswers } from './until-database-answers.js';
