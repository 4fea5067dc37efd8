import { Alert, Anchor, Grid, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Schemas, useAdministration } from '../../api/administration.js';
import { Page } from '../../components/page.js';
import { Section } from '../../components/section.js';
import { Empty, Loading, QueryState } from '../../components/states.js';
import { Time } from '../../components/words/time.js';
import { UserStateBadge } from '../../components/words/user-state.js';
import { PersonActions } from './person-actions.js';
import { PersonCodes } from './person-codes.js';
import { PersonProfile } from './person-profile.js';
import { personQuery } from './person-queries.js';
import { PersonSessions } from './person-sessions.js';
import { PersonTimeline } from './person-timeline.js';

const route = getRouteApi('/$application/people/$userId');

export function PersonPage() {
  const { userId } = route.useParams();
  const administration = useAdministration();
  const person = useQuery(personQuery(administration, userId));
  return (
    <Stack gap="sm">
      <Anchor
        size="sm"
        renderRoot={(props) => (
          <Link {...props} to="/$application/people" params={{ application: administration.application }} />
        )}
      >
        ← People
      </Anchor>
      <QueryState
        query={person}
        loading={
          <Page title="Person">
            <Loading lines={5} />
          </Page>
        }
      >
        {(user) => <Person key={user.id} user={user} />}
      </QueryState>
    </Stack>
  );
}

function Person({ user }: { readonly user: Schemas['UserRecord'] }) {
  const isErased = user.state === 'erased';
  return (
    <Page title={user.email ?? 'Erased account'} actions={<PersonActions user={user} />}>
      <Group gap="sm">
        <UserStateBadge state={user.state} />
      </Group>
      {user.suspendedAt !== null && (
        <Alert color="red" title="Suspended">
          <Time at={user.suspendedAt} />: {user.suspensionReason}
        </Alert>
      )}
      {isErased && <Empty title="This person was erased">Only the id and times are left.</Empty>}
      {!isErased && (
        <Grid gap="md" align="flex-start">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <Stack gap="md">
              <PersonProfile user={user} />
              <PersonCodes userId={user.id} />
              <PersonSessions userId={user.id} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <PersonTimeline userId={user.id} />
          </Grid.Col>
        </Grid>
      )}
      {isErased && (
        <Section title="Account">
          <code>{user.id}</code>
        </Section>
      )}
    </Page>
  );
}
