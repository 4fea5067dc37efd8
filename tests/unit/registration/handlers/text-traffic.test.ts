import { type CommandContext, queryWith } from '@gatehouse/kernel';
import { FindTextStops, FindTextTraffic, LiftTextStop, type TextStop } from '@gatehouse/registration/contract';
import type { TextStops, TextTrafficViews } from '../../../../libs/registration/application/ports/text-traffic.js';
import {
  FindTextStopsHandler,
  FindTextTrafficHandler,
  LiftTextStopHandler,
} from '../../../../libs/registration/application/text-traffic/text-traffic.js';

const context: CommandContext = { application: 'shop', network: null, requestId: 'request-1' };
const stopOf = (place: string): TextStop => ({
  id: `stop of ${place}`,
  kind: 'range',
  place,
  reason: 'velocity',
  asked: 20,
  proven: 0,
  stoppedAt: '2026-05-01T12:00:00.000Z',
  endsAt: '2026-05-02T12:00:00.000Z',
});

/** Ranges that get no SMS at present, by application. */
class InMemoryStops implements Pick<TextStops, 'lift'>, TextTrafficViews {
  readonly held = new Map<string, TextStop[]>();

  async lift(id: string, { application }: CommandContext): Promise<boolean> {
    const before = this.held.get(application) ?? [];
    const after = before.filter((stop) => stop.id !== id);
    this.held.set(application, after);
    return after.length < before.length;
  }

  async stops({ application, after, limit }: Parameters<TextTrafficViews['stops']>[0]): Promise<TextStop[]> {
    const sorted = (this.held.get(application) ?? []).toSorted((one, other) => (one.place < other.place ? -1 : 1));
    return sorted.filter(({ place }) => after === null || place > after).slice(0, limit);
  }

  async traffic(application: string, busiestRanges: number) {
    const held = (this.held.get(application) ?? []).slice(0, busiestRanges);
    const none = { asked: 0, proven: 0, provenPercent: null };
    return { countries: [], ranges: held.map(({ place }) => ({ ...none, country: 'FR', range: place })) };
  }
}

describe('stopped SMS', () => {
  let stops: InMemoryStops;
  const placeOf = (at: number) => `+331${String(at).padStart(4, '0')}`;
  beforeEach(() => {
    stops = new InMemoryStops();
    const many = Array.from({ length: 51 }, (_, at) => stopOf(placeOf(at)));
    stops.held.set('shop', many);
    stops.held.set('garden', [stopOf('+4912345')]);
  });
  const find = (fields: Partial<FindTextStops> = {}) =>
    new FindTextStopsHandler({ traffic: stops }).execute(queryWith(FindTextStops, fields), context);
  const lift = (stopId: string) =>
    new LiftTextStopHandler({ stops }).execute(Object.assign(new LiftTextStop(), { stopId }), context);

  it('are listed by place, 50 on a page by default', async () => {
    const page = await find();
    expect(page.ok && page.value.stops.length).toBe(50);
    expect(page).toMatchObject({ ok: true, value: { nextAfter: placeOf(49) } });
    expect(await find({ after: placeOf(49) })).toEqual({
      ok: true,
      value: { stops: [stopOf(placeOf(50))], nextAfter: null },
    });
    expect(await find({ limit: 1 })).toEqual({
      ok: true,
      value: { stops: [stopOf(placeOf(0))], nextAfter: placeOf(0) },
    });
  });

  it('go out again once somebody lifts the stop', async () => {
    expect(await lift(`stop of ${placeOf(7)}`)).toEqual({ ok: true, value: null });
    expect(stops.held.get('shop')).toHaveLength(50);
  });

  it('stay stopped where the application has no such stop', async () => {
    expect(await lift('stop of +4912345')).toEqual({ ok: false, error: { code: 'text-stop-unknown' } });
    expect(stops.held.get('garden')).toHaveLength(1);
  });

  it('are shown by range, and no more than 50 of these', async () => {
    const shown = await new FindTextTrafficHandler({ traffic: stops }).execute(new FindTextTraffic(), context);
    expect(shown.ok && shown.value.ranges.length).toBe(50);
  });
});
