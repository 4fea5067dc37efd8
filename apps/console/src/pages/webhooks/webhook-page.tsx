import { Anchor, Stack } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Page } from '../../components/page.js';
import { Section } from '../../components/section.js';
import { Empty, QueryState } from '../../components/states.js';
import { Deliveries } from './deliveries.js';
import { ReplayPeriod } from './replay-period.js';
import { useWebhooks } from './use-webhooks.js';
import { WebhookActions } from './webhook-actions.js';
import { WebhookBadge } from './webhook-badge.js';

const route = getRouteApi('/$application/webhooks/$webhook');

export function WebhookPage() {
  const { application, webhook: id } = route.useParams();
  const query = useWebhooks();
  const webhook = query.data?.webhooks.find((known) => known.id === id);
  return (
    <Page title="Webhook" description={webhook?.url ?? ''} actions={webhook && <WebhookBadge webhook={webhook} />}>
      <Anchor
        size="sm"
        renderRoot={(props) => <Link {...props} to="/$application/webhooks" params={{ application }} />}
      >
        All webhooks
      </Anchor>
      <QueryState query={query}>
        {() =>
          webhook ? (
            <Stack gap="lg">
              <WebhookActions key={webhook.id} webhook={webhook} />
              <Section title="Deliveries" description="Kept for 30 days, newest first.">
                <Deliveries webhookId={webhook.id} />
              </Section>
              <ReplayPeriod webhookId={webhook.id} />
            </Stack>
          ) : (
            <Empty title="This webhook is not there">It may have been deleted.</Empty>
          )
        }
      </QueryState>
    </Page>
  );
}
