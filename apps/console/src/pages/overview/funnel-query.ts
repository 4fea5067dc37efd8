import { queryOptions } from '@tanstack/react-query';
import { type Administration, bodyOf, type Schemas } from '../../api/administration.js';

const DAY_MS = 86_400_000;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** How far the people came who signed up in the last days, today included. */
export const funnelQuery = ({ api, application, header }: Administration, days: number) =>
  queryOptions({
    queryKey: [application, 'funnel', days],
    queryFn: ({ signal }) => {
      const query = { from: dayOf(Date.now() - (days - 1) * DAY_MS), to: dayOf(Date.now()), application };
      return bodyOf(api.GET('/v1/admin/statistics/funnel', { params: { query, header }, signal }));
    },
    refetchInterval: 5_000,
  });

export type FunnelDay = Schemas['FunnelDay'];

const NOTHING = {
  signedUp: 0,
  mailed: 0,
  activated: 0,
  superseded: 0,
  expired: 0,
  medianSecondsToActivate: null,
} as const;

/** Every day from the first to the last, the earliest first, with those on which nobody signed up. */
export function everyDay({ from, to, days }: Schemas['Funnel']): (Omit<FunnelDay, 'application'> & { day: string })[] {
  const known = new Map(days.map((day) => [day.day, day]));
  const length = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  return Array.from({ length }, (_, index) => {
    const day = dayOf(Date.parse(from) + index * DAY_MS);
    return { ...NOTHING, ...known.get(day), day };
  });
}
