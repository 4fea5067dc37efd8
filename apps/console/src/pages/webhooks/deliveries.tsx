import { Button, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type Administration, bodyOf, type Schemas, useAdministration } from '../../api/administration.js';
import { useMay } from '../../api/use-session.js';
import { DataTable } from '../../components/data-table.js';
import { Refusal } from '../../components/faults/refusal.js';
import { PagesOf } from '../../components/pages-of.js';
import { Empty } from '../../components/states.js';
import { StateBadge } from '../../components/words/state-badge.js';
import { Time } from '../../components/words/time.js';
import { useRefreshWebhooks } from './use-webhooks.js';
import { DELIVERY_STATES, type WebhookSearch } from './webhook-search.js';

type Delivery = Schemas['WebhookDelivery'];

const route = getRouteApi('/$application/webhooks/$webhook');
const TONES = { pending: 'busy', delivered: 'good', failed: 'bad' } as const;
/** What has just been sent is answered within seconds. */
const REFRESH_MS = 3_000;

const deliveriesQuery = ({ api, application, header }: Administration, id: string, state: WebhookSearch['state']) =>
  infiniteQueryOptions({
    queryKey: [application, 'deliveries', id, state ?? ''],
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextAfter }: Schemas['DeliveryPage']) => nextAfter,
    queryFn: ({ pageParam: after, signal }) => {
      const query = { limit: 25, ...(state && { state }), ...(after && { after }) };
      const params = { path: { id }, query, header };
      return bodyOf(api.GET('/v1/admin/webhooks/{id}/deliveries', { params, signal }));
    },
  });

/** What was sent to a webhook and what came of it, a page at a time. */
export function Deliveries({ webhookId }: { readonly webhookId: string }) {
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({
    ...deliveriesQuery(useAdministration(), webhookId, state),
    // What comes of earlier ones does not change, and every page would be read again.
    refetchInterval: ({ state: { data } }) => (data === undefined || data.pages.length === 1 ? REFRESH_MS : false),
  });
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label="State of the deliveries"
        value={state ?? 'all'}
        data={['all', ...DELIVERY_STATES]}
        onChange={(chosen) => {
          const known = DELIVERY_STATES.find((each) => each === chosen);
          void navigate({ search: known ? { state: known } : {}, replace: true });
        }}
        style={{ alignSelf: 'flex-start' }}
      />
      <PagesOf
        query={query}
        entriesOf={({ deliveries }) => deliveries}
        empty={<Empty title="No deliveries">Send a test event to see one.</Empty>}
      >
        {(deliveries) => <DeliveryTable webhookId={webhookId} deliveries={deliveries} />}
      </PagesOf>
    </Stack>
  );
}

interface DeliveryTableProps {
  readonly webhookId: string;
  readonly deliveries: readonly Delivery[];
}

function DeliveryTable({ webhookId, deliveries }: DeliveryTableProps) {
  const { api, header } = useAdministration();
  const refresh = useRefreshWebhooks();
  const mayWrite = useMay('webhooks:write');
  const replayed = useMutation({
    mutationFn: (deliveryId: string) =>
      api.POST('/v1/admin/webhooks/{id}/deliveries/{deliveryId}/replay', {
        params: { path: { id: webhookId, deliveryId }, header },
      }),
    onSuccess: refresh,
  });
  return (
    <>
      {replayed.error !== null && <Refusal error={replayed.error} />}
      <DataTable label="List of deliveries" columns={['Event', 'State', 'Latest answer', 'Again']}>
        {deliveries.map((delivery) => (
          <Table.Tr key={delivery.id}>
            <Table.Td>
              <Text size="sm">{delivery.type}</Text>
              <Text size="xs" c="dimmed" component="div">
                <Time at={delivery.createdAt} />
              </Text>
            </Table.Td>
            <Table.Td>
              <StateBadge tone={TONES[delivery.state]}>{delivery.state}</StateBadge>
            </Table.Td>
            <Table.Td>
              <Answer delivery={delivery} />
            </Table.Td>
            <Table.Td>
              {mayWrite && (
                <Button
                  size="xs"
                  variant="default"
                  loading={replayed.isPending && replayed.variables === delivery.id}
                  aria-label={`Send again: ${delivery.type}`}
                  onClick={() => replayed.mutate(delivery.id)}
                >
                  Send again
                </Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </DataTable>
    </>
  );
}

/** Of the receiver, or why there was none. Only the status is kept of an answer. */
function Answer({ delivery: { answers, attempts, failure, nextAttemptAt } }: { readonly delivery: Delivery }) {
  const [latest] = answers;
  const answered = latest?.status == null ? (latest?.fault ?? '–') : `Status ${latest.status}`;
  return (
    <>
      <Text size="sm">{failure ?? answered}</Text>
      <Text size="xs" c="dimmed" component="div">
        {attempts} {attempts === 1 ? 'attempt' : 'attempts'}
        {latest && ` · ${latest.milliseconds} ms`}
        {nextAttemptAt !== null && (
          <>
            {' · next '}
            <Time at={nextAttemptAt} />
          </>
        )}
      </Text>
    </>
  );
}
