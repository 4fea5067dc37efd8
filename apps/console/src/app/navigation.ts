import { IconHistory, IconLayoutDashboard, IconMail, IconUsers } from '@tabler/icons-react';

/** What the console leads to, in this order; what somebody has no scope for is not shown to them. */
export const NAVIGATION = [
  { to: '/$application', label: 'Overview', icon: IconLayoutDashboard, scope: 'statistics:read' },
  { to: '/$application/people', label: 'People', icon: IconUsers, scope: 'users:read' },
  { to: '/$application/messages', label: 'Messages', icon: IconMail, scope: 'messages:read' },
  { to: '/$application/audit', label: 'Audit log', icon: IconHistory, scope: 'audit:read' },
] as const;
