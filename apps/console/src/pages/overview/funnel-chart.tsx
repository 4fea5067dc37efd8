import { AreaChart } from '@mantine/charts';
import { Table, Text } from '@mantine/core';
import type { Schemas } from '../../api/administration.js';
import { Details } from '../../components/details.js';
import { span } from '../../components/words/time.js';
import { everyDay } from './funnel-query.js';

const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const nameOf = (day: string): string => DAY.format(new Date(day));

const SERIES = [
  { name: 'signedUp', label: 'Signed up', color: 'var(--console-series-1)' },
  { name: 'mailed', label: 'Mail sent', color: 'var(--console-series-2)' },
  { name: 'activated', label: 'Activated', color: 'var(--console-series-3)' },
];

/** Sign-ups by day, as a picture and as the table behind it. */
export function FunnelChart({ funnel }: { readonly funnel: Schemas['Funnel'] }) {
  const days = everyDay(funnel);
  return (
    <div>
      <AreaChart
        h={260}
        role="img"
        aria-label="Sign-ups by day"
        data={days.map((day) => ({ ...day, day: nameOf(day.day) }))}
        dataKey="day"
        series={SERIES}
        withLegend
        legendProps={{ verticalAlign: 'top', height: 36 }}
        withDots={days.length <= 7}
        fillOpacity={0.14}
        strokeWidth={2}
        curveType="monotone"
        yAxisProps={{ allowDecimals: false, width: 44 }}
        xAxisProps={{ minTickGap: 28 }}
        gridAxis="x"
        tickLine="none"
        areaChartProps={{ accessibilityLayer: false }}
      />
      <Details summary="Figures by day">
        <Table.ScrollContainer
          minWidth={520}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Figures by day' } }}
        >
          <Table verticalSpacing={6} tabularNums>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Day (UTC)</Table.Th>
                <Table.Th ta="end">Signed up</Table.Th>
                <Table.Th ta="end">Mail sent</Table.Th>
                <Table.Th ta="end">Activated</Table.Th>
                <Table.Th ta="end">Expired</Table.Th>
                <Table.Th ta="end">Median time</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {days
                .filter(({ signedUp }) => signedUp > 0)
                .toReversed()
                .map((day) => (
                  <Table.Tr key={day.day}>
                    <Table.Td>{nameOf(day.day)}</Table.Td>
                    <Table.Td ta="end">{day.signedUp}</Table.Td>
                    <Table.Td ta="end">{day.mailed}</Table.Td>
                    <Table.Td ta="end">{day.activated}</Table.Td>
                    <Table.Td ta="end">{day.expired}</Table.Td>
                    <Table.Td ta="end">
                      {day.medianSecondsToActivate === null ? '–' : span(day.medianSecondsToActivate)}
                    </Table.Td>
                  </Table.Tr>
                ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Text size="xs" c="dimmed">
          Days without sign-ups are left out.
        </Text>
      </Details>
    </div>
  );
}
