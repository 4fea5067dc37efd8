import { Anchor, Table, Text } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Administration, bodyOf, type Schemas, useAdministration } from '../../api/administration.js';
import { useMay } from '../../api/use-session.js';
import { DataTable } from '../../components/data-table.js';
import { Page } from '../../components/page.js';
import { PagesOf } from '../../components/pages-of.js';
import { Section } from '../../components/section.js';
import { Empty } from '../../components/states.js';
import { Time } from '../../components/words/time.js';
import { Weeks } from './weeks.js';

const EASE: Readonly<Record<number, string>> = {
  1: '1, very hard',
  2: '2, hard',
  3: '3, neither',
  4: '4, easy',
  5: '5, very easy',
};

const feedbackQuery = ({ api, application, header }: Administration) =>
  infiniteQueryOptions({
    queryKey: [application, 'feedback'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: after, signal }) => {
      const query = { limit: 50, ...(after && { after }) };
      return bodyOf(api.GET('/v1/admin/feedback', { params: { query, header }, signal }));
    },
    getNextPageParam: ({ nextAfter }) => nextAfter,
  });

/** What people said right after their activation: as numbers for those who see no people, and one by one. */
export function FeedbackPage() {
  const mayRead = useMay('users:read');
  const maySeeNumbers = useMay('statistics:read');
  return (
    <Page title="Feedback" description="How easy people found it to activate their account, asked right after it.">
      {maySeeNumbers && <Weeks />}
      {mayRead && <Answers />}
    </Page>
  );
}

function Answers() {
  const administration = useAdministration();
  const feedback = useInfiniteQuery(feedbackQuery(administration));
  return (
    <Section title="Answers" description="The latest first. What you look at is in the audit log.">
      <PagesOf
        query={feedback}
        entriesOf={({ feedback: entries }) => entries}
        empty={
          <Empty title="Nobody has answered yet">
            Pages ask only if “Ask how easy it was” is on in the settings of this application.
          </Empty>
        }
      >
        {(entries) => (
          <DataTable label="Feedback" columns={['How easy', 'In their words', 'By', 'When']} minWidth={560}>
            {entries.map((entry) => (
              <Row key={entry.id} entry={entry} application={administration.application} />
            ))}
          </DataTable>
        )}
      </PagesOf>
    </Section>
  );
}

interface RowProps {
  readonly entry: Schemas['FeedbackEntry'];
  readonly application: string;
}

const Row = ({ entry: { ease, text, userId, givenAt }, application }: RowProps) => (
  <Table.Tr>
    <Table.Td miw={110}>{EASE[ease] ?? ease}</Table.Td>
    <Table.Td>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }} maw={420}>
        {text ?? '–'}
      </Text>
    </Table.Td>
    <Table.Td>
      <Anchor
        size="sm"
        ff="monospace"
        title={userId}
        renderRoot={(props) => <Link {...props} to="/$application/people/$userId" params={{ application, userId }} />}
      >
        {userId.slice(-8)}
      </Anchor>
    </Table.Td>
    <Table.Td>
      <Time at={givenAt} />
    </Table.Td>
  </Table.Tr>
);
