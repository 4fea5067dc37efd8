import { useQuery } from '@tanstack/react-query';
import { use } from 'react';
import { PageSettingsContext } from './page-settings.js';

const EVENT = /\.v\d+$/;

/** Every type of event that the service publishes, by its document; empty until that is here. */
export function useEventTypes(): string[] {
  const { basePath } = use(PageSettingsContext);
  const { data = [] } = useQuery({
    queryKey: ['event-types'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const answer = await fetch(`${basePath}/asyncapi.json`, { signal });
      if (!answer.ok) return [];
      const { components } = (await answer.json()) as { components: { messages: Readonly<Record<string, unknown>> } };
      return Object.keys(components.messages).filter((name) => EVENT.test(name));
    },
  });
  return data;
}
