import { problemTable } from '@gatehouse/platform/http';
import { notificationRefusals as title } from '../../contract/refusals.js';

/** This context's refusals as HTTP knows them. Those that any route may answer are the platform's. */
export const notificationProblems = problemTable({
  'message-unknown': { status: 404, title: title['message-unknown'] },
  'message-not-dead': { status: 409, title: title['message-not-dead'] },
});
