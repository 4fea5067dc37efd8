export { IdempotentCommandBus } from './idempotent-command-bus.js';
export { keepAnswer } from './keep-answer.js';
export { KeptAnswerRecords } from './kept-answer-records.js';
export { KEPT_SECONDS, type KeptAnswer, KeptAnswers } from './kept-answers.js';
export { RepeatableCall } from './repeatable-call.js';
