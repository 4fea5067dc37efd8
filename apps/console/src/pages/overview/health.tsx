import { Alert, Group, List, Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { use } from 'react';
import type { Schemas } from '../../api/administration.js';
import { PageSettingsContext } from '../../api/page-settings.js';
import { StateBadge } from '../../components/words/state-badge.js';

type Readiness = Schemas['Readiness'];

const healthQuery = (basePath: string) =>
  queryOptions({
    queryKey: ['readiness'],
    // A service that is not ready answers 503 with what is missing.
    queryFn: async ({ signal }): Promise<Readiness> => {
      const answer = await fetch(`${basePath}/health/ready`, { signal });
      return (await answer.json()) as Readiness;
    },
    refetchInterval: 10_000,
  });

const DATABASE: Readonly<Record<Exclude<Readiness['database'], 'up'>, string>> = {
  down: 'The database does not answer.',
  'read-only': 'The database takes no writes.',
  pooler: 'The pooler in front of the database does not keep sessions.',
  encoding: 'The database’s encoding is not UTF-8.',
  version: 'The database’s version is too old.',
};

/** Whether the service can do its work, and if not, what is missing. */
export function Health() {
  const { basePath, version } = use(PageSettingsContext);
  const { data: readiness } = useQuery(healthQuery(basePath));
  if (!readiness) return null;
  const { status, database, migrations, server } = readiness;
  if (status === 'ready')
    return (
      <Group gap="xs">
        <StateBadge tone="good">Ready</StateBadge>
        <Text size="sm" c="dimmed">
          Version {version}. The database answers and all migrations are applied.
        </Text>
      </Group>
    );
  const faults = [
    database !== 'up' && DATABASE[database],
    migrations === 'pending' && 'Migrations are pending: run gatehouse migrate up.',
    server === 'draining' && 'This instance is shutting down.',
  ].filter((fault) => fault !== false);
  return (
    <Alert color="red" role="alert" title="The service is not ready">
      <List size="sm">
        {faults.map((fault) => (
          <List.Item key={fault}>{fault}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
