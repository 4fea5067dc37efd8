import { problemTable } from '@gatehouse/platform/edge';
import { webhooksRefusals as title } from '../contract/refusals.js';

/** This context's refusals as HTTP knows them. Those that any operation may answer are the platform's. */
export const webhooksProblems = problemTable({
  'webhook-unknown': { status: 404, title: title['webhook-unknown'] },
  'delivery-unknown': { status: 404, title: title['delivery-unknown'] },
  'events-archived': { status: 410, title: title['events-archived'] },
  'too-many-webhooks': { status: 409, title: title['too-many-webhooks'] },
});
