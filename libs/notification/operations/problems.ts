import { problemTable } from '@gatehouse/platform/edge';
import { notificationRefusals as title } from '../contract/refusals.js';

/** This context's refusals as HTTP knows them. Those that any operation may answer are the platform's. */
export const notificationProblems = problemTable({
  'message-unknown': { status: 404, title: title['message-unknown'] },
  'application-not-found': { status: 404, title: 'Application not found' },
  'message-not-dead': { status: 409, title: title['message-not-dead'] },
  'signature-invalid': { status: 401, title: title['signature-invalid'] },
  'suppression-unknown': { status: 404, title: title['suppression-unknown'] },
  'template-unknown': { status: 404, title: title['template-unknown'] },
  'test-needs-person': { status: 409, title: title['test-needs-person'] },
  'too-many-tests': { status: 429, title: title['too-many-tests'] },
  'test-not-accepted': { status: 502, title: title['test-not-accepted'] },
});
