import { StateBadge } from '../../components/words/state-badge.js';
import type { Webhook } from './use-webhooks.js';

const REASONS = {
  operator: 'disabled by hand',
  failing: 'disabled: failing for three days',
  gone: 'disabled: answered 410',
} as const;

export function WebhookBadge({ webhook: { state, disabledReason, failingSince } }: { readonly webhook: Webhook }) {
  if (state === 'disabled') return <StateBadge tone="idle">{REASONS[disabledReason ?? 'operator']}</StateBadge>;
  return failingSince === null ? (
    <StateBadge tone="good">enabled</StateBadge>
  ) : (
    <StateBadge tone="warn">failing</StateBadge>
  );
}
