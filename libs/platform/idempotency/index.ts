export { IdempotentCommandBus } from './idempotent-command-bus.js';
export { KEPT_SECONDS, type KeptAnswer, KeptAnswerRecords, KeptAnswers, keepAnswer } from './kept-answers.js';
export { RepeatableCall } from './repeatable-call.js';
