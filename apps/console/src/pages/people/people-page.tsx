import { Anchor, Group, Paper, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Schemas, useAdministration } from '../../api/administration.js';
import { fragmentOf } from '../../components/address/fragment.js';
import { changed } from '../../components/address/search.js';
import { SearchField, useSearchText } from '../../components/address/search-text.js';
import { DataTable } from '../../components/data-table.js';
import { Page } from '../../components/page.js';
import { PagesOf } from '../../components/pages-of.js';
import { Empty } from '../../components/states.js';
import { Time } from '../../components/words/time.js';
import { USER_STATE_NAMES, USER_STATES, UserStateBadge } from '../../components/words/user-state.js';
import { isSearchable, peopleQuery } from './people-query.js';
import type { PeopleSearch } from './people-search.js';

const route = getRouteApi('/$application/people');

export function PeoplePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const administration = useAdministration();
  const searched = useSearchText(isSearchable, (hash) => void navigate({ search, hash, replace: true }));
  const { asked, text } = searched;
  const people = useInfiniteQuery(peopleQuery(administration, search, asked));
  const change = (changes: Parameters<typeof changed<PeopleSearch>>[1]) =>
    void navigate({ search: changed<PeopleSearch>(search, changes), hash: fragmentOf(asked), replace: true });
  const isFiltered = asked !== '' || Object.keys(search).length > 0;

  return (
    <Page
      title="People"
      description="Everyone who has signed up, the newest first. What you look at is in the audit log."
    >
      <Stack gap="md">
        <Group align="flex-end" gap="sm" role="search">
          <SearchField
            search={searched}
            label="Search"
            placeholder="Part of an address, name or phone"
            clears="Clear the search"
            error={text.trim() !== '' && !isSearchable(text.trim()) ? 'At least three characters' : undefined}
          />
          <Select
            label="State"
            placeholder="All"
            clearable
            value={search.state ?? null}
            data={USER_STATES.map((value) => ({ value, label: USER_STATE_NAMES[value] }))}
            onChange={(value) => change({ state: USER_STATES.find((known) => known === value) ?? null })}
            w={150}
          />
          {asked === '' && (
            <>
              <TextInput
                type="date"
                label="Signed up from"
                value={search.from ?? ''}
                onChange={({ currentTarget }) => change({ from: currentTarget.value || null })}
                w={160}
              />
              <TextInput
                type="date"
                label="to"
                value={search.to ?? ''}
                onChange={({ currentTarget }) => change({ to: currentTarget.value || null })}
                w={160}
              />
            </>
          )}
        </Group>
        <Paper withBorder radius="lg" p={{ base: 'xs', xs: 'md' }}>
          <PagesOf
            query={people}
            entriesOf={({ users }) => users}
            empty={
              isFiltered ? (
                <Empty title="Nobody matches">Try another part of the address or name, or fewer filters.</Empty>
              ) : (
                <Empty title="Nobody has signed up yet">The first person shows here as soon as they sign up.</Empty>
              )
            }
          >
            {(users) => (
              <DataTable label="People" columns={['Address', 'Name', 'State', 'Signed up']}>
                {users.map((user) => (
                  <Row key={user.id} user={user} application={administration.application} />
                ))}
              </DataTable>
            )}
          </PagesOf>
        </Paper>
      </Stack>
    </Page>
  );
}

function Row({ user, application }: { readonly user: Schemas['UserRecord']; readonly application: string }) {
  const name = [user.name, user.surname].filter(Boolean).join(' ');
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor
          fw={550}
          size="sm"
          renderRoot={(props) => (
            <Link {...props} to="/$application/people/$userId" params={{ application, userId: user.id }} />
          )}
        >
          {user.email ?? 'Erased account'}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Text size="sm" truncate maw={220} title={name}>
          {name || '–'}
        </Text>
      </Table.Td>
      <Table.Td>
        <UserStateBadge state={user.state} />
      </Table.Td>
      <Table.Td>
        <Time at={user.createdAt} />
      </Table.Td>
    </Table.Tr>
  );
}
