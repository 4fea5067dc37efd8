import { Progress, SimpleGrid, Text } from '@mantine/core';
import type { Schemas } from '../../api/administration.js';
import { FigureCard } from '../../components/figure-card.js';
import { span } from '../../components/words/time.js';

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 100));

/** How far people came, as shares of those who signed up. */
export function FunnelSteps({ total, days }: { readonly total: Schemas['FunnelCounts']; readonly days: number }) {
  const { signedUp, mailed, activated, superseded, expired, medianSecondsToActivate: median } = total;
  const share = (part: number) => (
    <>
      <Progress value={percent(part, signedUp)} size="xs" my={6} aria-hidden />
      {signedUp === 0 ? 'No sign-ups yet' : `${percent(part, signedUp)} % of those who signed up`}
    </>
  );
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="md">
      <FigureCard label="Signed up" value={signedUp} note={`in ${days} days`} />
      <FigureCard label="Mail sent" value={mailed} note={share(mailed)} />
      <FigureCard label="Activated" value={activated} note={share(activated)} />
      <FigureCard
        label="Median time to activate"
        value={median === null ? '–' : span(median)}
        note={
          <Text span inherit>
            {expired} expired, {superseded} replaced by another sign-up
          </Text>
        }
      />
    </SimpleGrid>
  );
}
