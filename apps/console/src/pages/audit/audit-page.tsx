import { Anchor, Code, Paper, Switch, Table, Text } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Administration, bodyOf, type Schemas, useAdministration } from '../../api/administration.js';
import { isOperator } from '../../api/claims.js';
import { useSignedIn } from '../../api/use-session.js';
import { DataTable } from '../../components/data-table.js';
import { Page } from '../../components/page.js';
import { PagesOf } from '../../components/pages-of.js';
import { Empty } from '../../components/states.js';
import { actWords } from '../../components/words/act-words.js';
import { Time } from '../../components/words/time.js';

const route = getRouteApi('/$application/audit');
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const auditQuery = ({ api, application, header }: Administration, applications: 'all' | undefined) =>
  infiniteQueryOptions({
    queryKey: [application, 'audit', applications ?? 'one'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: after, signal }) => {
      const which = { ...(applications && { applications }), ...(after && { after }) };
      const query = { order: 'latest-first' as const, limit: 50, ...which };
      return bodyOf(api.GET('/v1/admin/audit', { params: { query, header }, signal }));
    },
    getNextPageParam: ({ nextAfter }) => nextAfter,
  });

export function AuditPage() {
  const { applications } = route.useSearch();
  const navigate = route.useNavigate();
  const administration = useAdministration();
  const { claims } = useSignedIn();
  const log = useInfiniteQuery(auditQuery(administration, applications));
  return (
    <Page
      title="Audit log"
      description="What administrators and keys did and looked at, the latest first. It cannot be changed."
      actions={
        isOperator(claims) && (
          <Switch
            label="All applications"
            checked={applications === 'all'}
            onChange={({ currentTarget }) =>
              void navigate({ search: currentTarget.checked ? { applications: 'all' } : {}, replace: true })
            }
          />
        )
      }
    >
      <Paper withBorder radius="lg" p={{ base: 'xs', xs: 'md' }}>
        <PagesOf
          query={log}
          entriesOf={({ entries }) => entries}
          empty={<Empty title="Nothing yet">The first privileged action in this application shows here.</Empty>}
        >
          {(entries) => (
            <DataTable label="Audit log" columns={['Action', 'On', 'By', 'Network', 'When']} minWidth={760}>
              {entries.map((entry) => (
                <Row key={entry.position} entry={entry} application={administration.application} />
              ))}
            </DataTable>
          )}
        </PagesOf>
      </Paper>
    </Page>
  );
}

function Row({ entry, application }: { readonly entry: Schemas['AuditEntry']; readonly application: string }) {
  const { administrator } = entry;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={550}>
          {actWords(entry.act)}
        </Text>
        <Details details={entry.details as Readonly<Record<string, unknown>>} />
      </Table.Td>
      <Table.Td>
        <Subject entry={entry} />
        {entry.application !== application && (
          <Text size="xs" c="dimmed">
            in {entry.application}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{KINDS[administrator.kind]}</Text>
        {administrator.kind === 'user' && administrator.id !== null ? (
          <PersonLink application={administrator.application} userId={administrator.id} />
        ) : (
          administrator.id !== null && <Code>{administrator.id.slice(-8)}</Code>
        )}
      </Table.Td>
      <Table.Td>{entry.network ?? '–'}</Table.Td>
      <Table.Td>
        <Time at={entry.at} />
      </Table.Td>
    </Table.Tr>
  );
}

const KINDS = { user: 'A person', key: 'A key', operator: 'The command line', service: 'The service' } as const;

/** The person, where it is about one; or an id or slug. Ids begin with the time, so their ends tell them apart. */
function Subject({ entry: { act, subject, application } }: { readonly entry: Schemas['AuditEntry'] }) {
  const isPerson = /^(user|role|users|activation-code)\./.test(act) && ID.test(subject);
  if (isPerson) return <PersonLink application={application} userId={subject} />;
  return <Code>{ID.test(subject) ? subject.slice(-8) : subject}</Code>;
}

const PersonLink = ({ application, userId }: { readonly application: string; readonly userId: string }) => (
  <Anchor
    size="sm"
    ff="monospace"
    title={userId}
    renderRoot={(props) => <Link {...props} to="/$application/people/$userId" params={{ application, userId }} />}
  >
    {userId.slice(-8)}
  </Anchor>
);

/** Names of fields, counts and the like, as they stand in the log. */
function Details({ details }: { readonly details: Readonly<Record<string, unknown>> }) {
  const told = Object.entries(details).map(([name, value]) => `${name}: ${textOf(value)}`);
  if (told.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" lineClamp={2} maw={320}>
      {told.join(', ')}
    </Text>
  );
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
