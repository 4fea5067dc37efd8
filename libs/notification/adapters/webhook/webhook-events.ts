import { BOUNCE_REASONS, OUTCOMES } from '../../contract/events.js';
import { eventsIn, objectIn, type ReportContract, told } from '../events/report-contract.js';
import { standardWebhook } from '../events/standard-webhook.js';

/**
 * What a sender of one's own reports, signed by Standard Webhooks 1.0 with a secret of its own:
 * `{"type": "message.outcome", "data": {"deliveryId", "outcome", "at", "reason"}}`, or a list of these. docs/providers.md
 * describes it.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (read 2026-11-29)
 */
export const webhookEvents = ({ events: secret }: { readonly events: string }): ReportContract => ({
  isGenuine: standardWebhook(secret),
  read: (report, now) =>
    eventsIn(report)?.flatMap(({ type, data }) => {
      const { deliveryId, outcome, at, reason } = objectIn(data);
      const known = type === 'message.outcome' ? OUTCOMES.find((each) => each === outcome) : null;
      return told(
        { deliveryId, outcome: known, at, reason: BOUNCE_REASONS.find((each) => each === reason) ?? null },
        now,
      );
    }) ?? null,
});
