import { Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { bodyOf, useAdministration } from '../../api/administration.js';
import { useMay } from '../../api/use-session.js';
import { ShownOnce } from '../../components/dialogs/shown-once.js';
import { Page } from '../../components/page.js';
import { Section } from '../../components/section.js';
import { Empty, QueryState } from '../../components/states.js';
import { Time } from '../../components/words/time.js';
import { useRefreshWebhooks, useWebhooks, type Webhook, type WebhookWithSecret } from './use-webhooks.js';
import { WebhookBadge } from './webhook-badge.js';
import { WebhookForm } from './webhook-form.js';

const route = getRouteApi('/$application/webhooks');

export function WebhooksPage() {
  const { api, header } = useAdministration();
  const refresh = useRefreshWebhooks();
  const mayWrite = useMay('webhooks:write');
  const query = useWebhooks();
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<WebhookWithSecret | null>(null);

  return (
    <Page
      title="Webhooks"
      description="Addresses that get each event, signed and retried for a day."
      actions={mayWrite && <Button onClick={() => setMaking(true)}>New webhook</Button>}
    >
      {made && <ShownOnce title={`The secret of ${made.url}`} secret={made.secret} onDone={() => setMade(null)} />}
      {isMaking && (
        <Section title="New webhook">
          <WebhookForm
            act="Add the webhook"
            onCancel={() => setMaking(false)}
            onSave={async ({ url, types, description }) => {
              const params = { header: { ...header, 'Idempotency-Key': crypto.randomUUID() } };
              setMade(await bodyOf(api.POST('/v1/admin/webhooks', { params, body: { url, types, description } })));
              setMaking(false);
              await refresh();
            }}
          />
        </Section>
      )}
      <QueryState query={query}>
        {({ webhooks }) =>
          webhooks.length === 0 ? (
            <Empty title="No webhooks yet">
              Add the address of a service that should get the application’s events.
            </Empty>
          ) : (
            <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-label="Webhooks">
              {webhooks.map((webhook) => (
                <WebhookCard key={webhook.id} webhook={webhook} />
              ))}
            </Stack>
          )
        }
      </QueryState>
    </Page>
  );
}

function WebhookCard({ webhook }: { readonly webhook: Webhook }) {
  const { application } = route.useParams();
  const { id, url, types, description, createdAt } = webhook;
  return (
    <Paper component="li" withBorder radius="lg" p="md">
      <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
        <Stack gap={2} miw={0}>
          <Anchor
            fw={600}
            style={{ overflowWrap: 'anywhere' }}
            renderRoot={(props) => (
              <Link {...props} to="/$application/webhooks/$webhook" params={{ application, webhook: id }} />
            )}
          >
            {url}
          </Anchor>
          {description !== null && <Text size="sm">{description}</Text>}
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {types === null ? 'All types' : types.join(', ')}
            {' · added '}
            <Time at={createdAt} />
          </Text>
        </Stack>
        <WebhookBadge webhook={webhook} />
      </Group>
    </Paper>
  );
}
