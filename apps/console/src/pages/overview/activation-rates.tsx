import { Progress, SegmentedControl, Table, Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Administration, bodyOf, type Schemas, useAdministration } from '../../api/administration.js';
import { DataTable } from '../../components/data-table.js';
import { Section } from '../../components/section.js';
import { Empty, QueryState } from '../../components/states.js';
import { GROUPS, type Groups, type Span, WEEKS } from './spans.js';

const ratesQuery = ({ api, application, header }: Administration, by: Groups, weeks: number) =>
  queryOptions({
    queryKey: [application, 'activation-rates', by, weeks],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/v1/admin/statistics/activation', { params: { query: { by, weeks, application }, header }, signal }),
      ),
    refetchInterval: 5_000,
  });

const WORDS: Readonly<Record<Groups, { readonly tab: string; readonly group: string; readonly done: string }>> = {
  'mail-domain': { tab: 'Mail domain', group: 'Mail domain', done: 'Activated' },
  provider: { tab: 'Provider', group: 'Provider of the first mail', done: 'Activated' },
  'phone-country': { tab: 'Country', group: 'Country of the phone', done: 'Verified the phone' },
};
const COUNTRIES = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

const nameOf = (by: Groups, name: string): string =>
  by === 'phone-country' && /^[A-Z]{2}$/.test(name) ? (COUNTRIES.of(name) ?? name) : name;

interface ActivationRatesProps {
  readonly by: Groups;
  readonly span: Span;
  readonly onChange: (by: Groups) => void;
}

/** Which provider, domain or country activates less than the others. */
export function ActivationRates({ by, span, onChange }: ActivationRatesProps) {
  const rates = useQuery(ratesQuery(useAdministration(), by, WEEKS[span]));
  const isOfMails = by !== 'phone-country';
  return (
    <Section
      title="Activation rates"
      description={`Of the last ${WEEKS[span]} calendar weeks, in UTC. Groups of fewer than 10 people in a week count as “others”. Whether mails arrived is what providers report.`}
      actions={
        <SegmentedControl
          aria-label="Rates by"
          size="xs"
          value={by}
          data={GROUPS.map((value) => ({ value, label: WORDS[value].tab }))}
          onChange={(value) => {
            const chosen = GROUPS.find((known) => known === value);
            if (chosen) onChange(chosen);
          }}
        />
      }
    >
      <QueryState query={rates}>
        {({ groups, others }) =>
          groups.length === 0 && others.people === 0 ? (
            <Empty title={by === 'phone-country' ? 'No codes by text message' : 'Nobody has signed up in these weeks'}>
              Rates show here within seconds.
            </Empty>
          ) : (
            <DataTable
              label={`Activation rates by ${WORDS[by].tab.toLowerCase()}`}
              columns={[
                WORDS[by].group,
                'People',
                ...(isOfMails ? ['Delivered', 'Bounced'] : []),
                WORDS[by].done,
                'Rate',
              ]}
              minWidth={isOfMails ? 560 : 420}
            >
              {groups.map(({ name, ...counts }) => (
                <RateRow key={name} name={nameOf(by, name)} counts={counts} isOfMails={isOfMails} />
              ))}
              {others.people > 0 && <RateRow name={null} counts={others} isOfMails={isOfMails} />}
            </DataTable>
          )
        }
      </QueryState>
    </Section>
  );
}

interface RateRowProps {
  /** Null: everyone else. */
  readonly name: string | null;
  readonly counts: Schemas['ActivationCounts'];
  /** Whether it shows what became of first mails. */
  readonly isOfMails: boolean;
}

function RateRow({ name, counts: { people, delivered, bounced, activated }, isOfMails }: RateRowProps) {
  const rate = people === 0 ? 0 : Math.round((activated / people) * 100);
  return (
    <Table.Tr>
      <Table.Td>
        {name ?? (
          <Text span inherit c="dimmed">
            Others
          </Text>
        )}
      </Table.Td>
      <Table.Td>{people}</Table.Td>
      {isOfMails && <Table.Td>{delivered}</Table.Td>}
      {isOfMails && <Table.Td>{bounced}</Table.Td>}
      <Table.Td>{activated}</Table.Td>
      <Table.Td miw={96}>
        {rate} %
        <Progress value={rate} size="xs" mt={4} aria-hidden />
      </Table.Td>
    </Table.Tr>
  );
}
