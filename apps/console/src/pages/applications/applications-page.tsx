import { Anchor, Button, Paper, Table, Text } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Administration, bodyOf, type Schemas, useAdministration } from '../../api/administration.js';
import { isOperator } from '../../api/claims.js';
import { useMay, useSignedIn } from '../../api/use-session.js';
import { DataTable } from '../../components/data-table.js';
import { Page } from '../../components/page.js';
import { PagesOf } from '../../components/pages-of.js';
import { Empty } from '../../components/states.js';

const route = getRouteApi('/$application/applications');

const applicationsQuery = ({ api, header }: Administration) =>
  infiniteQueryOptions({
    queryKey: ['applications', 'pages'],
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextAfter }: Schemas['ApplicationPage']) => nextAfter,
    queryFn: ({ pageParam: after, signal }) => {
      const query = { limit: 50, ...(after && { after }) };
      return bodyOf(api.GET('/v1/admin/applications', { params: { query, header }, signal }));
    },
  });

export function ApplicationsPage() {
  const { claims } = useSignedIn();
  const params = route.useParams();
  const mayMake = useMay('applications:write') && isOperator(claims);
  const query = useInfiniteQuery(applicationsQuery(useAdministration()));
  return (
    <Page
      title="Applications"
      description="Frontends and products whose people register here."
      actions={
        mayMake && (
          <Button renderRoot={(props) => <Link {...props} to="/$application/applications/new" params={params} />}>
            New application
          </Button>
        )
      }
    >
      <Paper withBorder radius="lg" p={{ base: 'xs', xs: 'md' }}>
        <PagesOf
          query={query}
          entriesOf={({ applications }) => applications}
          empty={<Empty title="No applications">You have a role in none.</Empty>}
        >
          {(applications) => (
            <DataTable label="Applications" columns={['Name', 'Slug', 'Policy', 'Allowed origins']}>
              {applications.map((application) => (
                <Row key={application.slug} application={application} />
              ))}
            </DataTable>
          )}
        </PagesOf>
      </Paper>
    </Page>
  );
}

function Row({ application }: { readonly application: Schemas['Application'] }) {
  const { slug, name, preset, allowedOrigins } = application;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor
          fw={550}
          size="sm"
          renderRoot={(props) => <Link {...props} to="/$application/settings" params={{ application: slug }} />}
        >
          {name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Text size="sm" ff="monospace">
          {slug}
        </Text>
      </Table.Td>
      <Table.Td>{preset}</Table.Td>
      <Table.Td>
        {allowedOrigins.length === 0
          ? '–'
          : allowedOrigins.map((origin) => (
              <Text key={origin} size="sm">
                {origin}
              </Text>
            ))}
      </Table.Td>
    </Table.Tr>
  );
}
