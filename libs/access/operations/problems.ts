import { problemTable } from '@gatehouse/platform/edge';
import { accessRefusals as title } from '../contract/refusals.js';

/** This context's refusals as HTTP knows them. Those that any operation may answer are the platform's. */
export const accessProblems = problemTable({
  'credentials-ambiguous': {
    status: 400,
    title: 'Credentials were sent twice. Send either a Basic header or a body, not both',
  },
  'credentials-invalid': { status: 401, title: title['credentials-invalid'] },
  'refresh-token-invalid': { status: 401, title: title['refresh-token-invalid'] },
  'activation-required': { status: 403, title: title['activation-required'] },
  'account-suspended': { status: 403, title: title['account-suspended'] },
  'csrf-token-invalid': { status: 403, title: 'X-CSRF-Token is missing or belongs to another session' },
  'origin-not-allowed': { status: 403, title: 'This origin is not allowed for this application' },
  'user-unknown': { status: 404, title: title['user-unknown'] },
  'role-unknown': { status: 404, title: 'Role not found' },
  'session-unknown': { status: 404, title: title['session-unknown'] },
});
