import { Code, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Schemas, useAdministration } from '../../api/administration.js';
import { Fact, Facts } from '../../components/facts.js';
import { Section } from '../../components/section.js';
import { StateBadge } from '../../components/words/state-badge.js';
import { Time } from '../../components/words/time.js';
import { rolesQuery } from './person-queries.js';

const Proof = ({ isProven, children }: { readonly isProven: boolean; readonly children: ReactNode }) => (
  <Group gap={6}>
    {children}
    <StateBadge tone={isProven ? 'good' : 'idle'}>{isProven ? 'Verified' : 'Not verified'}</StateBadge>
  </Group>
);

/** Who it is, what they have proven, and what they may do. */
export function PersonProfile({ user }: { readonly user: Schemas['UserRecord'] }) {
  const roles = useQuery(rolesQuery(useAdministration(), user.id));
  const name = [user.name, user.surname].filter(Boolean).join(' ');
  return (
    <Section title="Profile">
      <Facts>
        <Fact name="Email address">
          <Proof isProven={user.emailVerified}>{user.email}</Proof>
        </Fact>
        <Fact name="Phone">{user.phone ? <Proof isProven={user.phoneVerified}>{user.phone}</Proof> : '–'}</Fact>
        <Fact name="Name">{name || '–'}</Fact>
        <Fact name="Language">{user.locale ?? '–'}</Fact>
        <Fact name="Roles">{roles.data?.length ? roles.data.join(', ') : 'None'}</Fact>
        <Fact name="Signed up">
          <Time at={user.createdAt} />
        </Fact>
        <Fact name="Agreed to terms">
          {user.acceptedTerms ? (
            <Group gap={6}>
              Version {user.acceptedTerms.version}, <Time at={user.acceptedTerms.acceptedAt} />
            </Group>
          ) : (
            'Not asked'
          )}
        </Fact>
        <Fact name="Activated">{user.activatedAt ? <Time at={user.activatedAt} /> : 'Not yet'}</Fact>
        <Fact name="Id">
          <Code>{user.id}</Code>
        </Fact>
      </Facts>
    </Section>
  );
}
