import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import {
  type DestinationHistory,
  destinationOf,
  judgeDestination,
  rangeOf,
  type TextDestination,
} from '../../../libs/registration/domain/text-traffic.js';

const NOW = new Date('2026-05-01T12:00:00Z');
const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);
const times = (count: number, minutes: number): Date[] => Array.from({ length: count }, () => ago(minutes));

const usual = destinationOf('+33612345678', 'FR', standardPolicy);
const with_ = (limits: Partial<TextDestination['limits']>): TextDestination => ({
  ...usual,
  limits: { ...usual.limits, ...limits },
});
const NOTHING: DestinationHistory = {
  sent: [],
  asked: [],
  proven: [],
  ofCountry: { asked: 0, proven: 0 },
  rangeStop: null,
  countryStop: null,
};
/** As many messages as numbers, by default. */
const judge = (history: Partial<DestinationHistory>, destination = usual) =>
  judgeDestination(destination, { ...NOTHING, sent: history.asked ?? [], ...history }, NOW);
const stopped = (fields: object) => ({ kind: 'stop', stop: expect.objectContaining(fields) });

describe('the range of a number', () => {
  it.each([
    ['+33612345678', '+3361234'],
    ['+12025550123', '+1202555'],
    ['+6834002', '+683'],
  ])('is what stands before its last four digits: %s', (phone, range) => expect(rangeOf(phone)).toBe(range));
});

describe('an SMS to a range of numbers', () => {
  it('goes where nothing is known', () => {
    expect(judge({})).toEqual({ kind: 'admitted' });
  });

  it('goes to as many of it as an hour allows, and then the range is stopped for an hour', () => {
    expect(judge({ asked: times(19, 5) })).toEqual({ kind: 'admitted' });
    expect(judge({ asked: times(20, 5) })).toEqual(
      stopped({ kind: 'range', place: '+3361234', reason: 'velocity', asked: 20, seconds: 3_600 }),
    );
    expect(judge({ asked: times(20, 60), proven: times(20, 60) })).toEqual({ kind: 'admitted' });
  });

  it('goes as long as enough of its codes come back', () => {
    const asked = times(10, 20);
    expect(judge({ asked, proven: times(1, 19) })).toEqual({ kind: 'admitted' });
    expect(judge({ asked: times(9, 20) })).toEqual({ kind: 'admitted' });
    expect(judge({ asked })).toEqual(
      stopped({ kind: 'range', reason: 'unproven', asked: 10, proven: 0, seconds: 86_400 }),
    );
  });

  it('is judged by its numbers, not by how often one of them asks', () => {
    expect(judge({ sent: times(15, 70), asked: times(9, 70) })).toEqual({ kind: 'admitted' });
  });

  it('is not judged by codes that somebody may be about to enter, or by those of the day before', () => {
    // Codes live for 5 minutes, and providers have 10 to take them.
    expect(judge({ asked: times(15, 14) })).toEqual({ kind: 'admitted' });
    expect(judge({ asked: times(15, 15) })).toMatchObject({ kind: 'stop' });
    expect(judge({ asked: times(15, 24 * 60) })).toEqual({ kind: 'admitted' });
  });

  it('is judged within two hours, however long its codes live', () => {
    const { codes } = standardPolicy;
    const lasting = { ...standardPolicy, codes: { ...codes, phone: { ...codes.phone, lifeSeconds: 86_400 } } };
    expect(judge({ asked: times(15, 70) }, destinationOf('+33612345678', 'FR', lasting))).toMatchObject({
      kind: 'stop',
    });
  });

  it('is never stopped for its share where the operator asks for none', () => {
    expect(judge({ asked: times(500, 100) }, with_({ leastProvenPercent: 0 }))).toEqual({ kind: 'admitted' });
  });

  it('goes nowhere while the range or its country is stopped, and says for how long', () => {
    const stop = (minutes: number) => ({ endsAt: ago(-minutes), shareFrom: null, liftedAt: null });
    expect(judge({ rangeStop: stop(10) })).toEqual({ kind: 'stopped', retryAfterSeconds: 600 });
    expect(judge({ countryStop: stop(20), rangeStop: stop(10) })).toEqual({
      kind: 'stopped',
      retryAfterSeconds: 1_200,
    });
    expect(judge({ rangeStop: stop(0) })).toEqual({ kind: 'admitted' });
  });

  it('is judged by what it does next once a stop has ended or was lifted', () => {
    const asked = times(30, 40);
    const ended = { endsAt: ago(30), shareFrom: ago(30), liftedAt: null };
    expect(judge({ asked, rangeStop: ended }, with_({ perRangeAndHour: 99 }))).toEqual({ kind: 'admitted' });
    expect(judge({ asked, rangeStop: ended })).toMatchObject({ stop: { reason: 'velocity' } });
    expect(judge({ asked, rangeStop: { ...ended, liftedAt: ago(30) } })).toEqual({ kind: 'admitted' });
  });

  it('goes to no range of a country of which hardly a code comes back', () => {
    expect(judge({ ofCountry: { asked: 99, proven: 0 } })).toEqual({ kind: 'admitted' });
    expect(judge({ ofCountry: { asked: 100, proven: 10 } })).toEqual({ kind: 'admitted' });
    expect(judge({ ofCountry: { asked: 100, proven: 9 } })).toEqual(
      stopped({ kind: 'country', place: 'FR', reason: 'unproven', asked: 100, proven: 9 }),
    );
  });
});
