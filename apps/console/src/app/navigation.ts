import {
  IconActivity,
  IconApps,
  IconFileImport,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconMail,
  IconMessage,
  IconSettings,
  IconTemplate,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react';

/** What the console leads to, in this order; what somebody has no scope for is not shown to them. */
export const NAVIGATION = [
  { to: '/$application', label: 'Overview', icon: IconLayoutDashboard, scope: 'statistics:read' },
  { to: '/$application/people', label: 'People', icon: IconUsers, scope: 'users:read' },
  { to: '/$application/messages', label: 'Messages', icon: IconMail, scope: 'messages:read' },
  { to: '/$application/feedback', label: 'Feedback', icon: IconMessage, scope: 'users:read' },
  { to: '/$application/events', label: 'Events', icon: IconActivity, scope: 'events:read' },
  { to: '/$application/audit', label: 'Audit log', icon: IconHistory, scope: 'audit:read' },
  { to: '/$application/import', label: 'Import and export', icon: IconFileImport, scope: 'users:import' },
  { to: '/$application/settings', label: 'Settings', icon: IconSettings, scope: 'applications:read' },
  { to: '/$application/templates', label: 'Mails', icon: IconTemplate, scope: 'applications:read' },
  { to: '/$application/keys', label: 'Keys', icon: IconKey, scope: 'keys:read' },
  { to: '/$application/webhooks', label: 'Webhooks', icon: IconWebhook, scope: 'webhooks:read' },
  { to: '/$application/applications', label: 'Applications', icon: IconApps, scope: 'applications:read' },
] as const;
