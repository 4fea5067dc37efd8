import { useQuery, useQueryClient } from '@tanstack/react-query';
import { bodyOf, type Schemas, useAdministration } from '../../api/administration.js';

export type Webhook = Schemas['Webhook'];
export type WebhookWithSecret = Schemas['WebhookWithSecret'];

/** The application's webhooks: at most 20, so one answer has them all. */
export function useWebhooks() {
  const { api, application, header } = useAdministration();
  return useQuery({
    queryKey: [application, 'webhooks'],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/admin/webhooks', { params: { header }, signal })),
  });
}

/** Reads webhooks and their deliveries again. */
export function useRefreshWebhooks(): () => Promise<void> {
  const { application } = useAdministration();
  const queries = useQueryClient();
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: [application, 'webhooks'] }),
      queries.invalidateQueries({ queryKey: [application, 'deliveries'] }),
    ]);
  };
}
