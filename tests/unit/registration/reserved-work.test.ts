import fc from 'fast-check';
import { ReservedWork } from '../../../libs/registration/adapters/argon2/reserved-work.js';

const [SIGN_UP, SIGN_IN, ACTIVATION] = [0, 1, 2] as const;

describe('work that was admitted', () => {
  it('counts what has the same rank or goes first, and no other application’s', () => {
    const reserved = new ReservedWork();
    reserved.reserve('default', SIGN_UP, 3);
    reserved.reserve('default', ACTIVATION, 0.5);
    reserved.reserve('neighbour', SIGN_UP, 7);
    expect([SIGN_UP, SIGN_IN, ACTIVATION].map((rank) => reserved.ahead('default', rank))).toEqual([3.5, 0.5, 0.5]);
    expect(reserved.applications('default')).toBe(2);
    expect(reserved.applications('third')).toBe(3);
  });

  it('is counted again once its hashes are asked for, and by what is left of them', () => {
    const reserved = new ReservedWork();
    const place = reserved.reserve('default', SIGN_IN, 0.04);
    expect(reserved.early('default')).toBe(1);
    place.start(6);
    expect({ early: reserved.early('default'), ahead: reserved.ahead('default', SIGN_IN) }).toEqual({
      early: 0,
      ahead: 6,
    });
    place.spend(2.5);
    expect(reserved.ahead('default', SIGN_IN)).toBe(3.5);
    place.spend(60);
    expect(reserved.ahead('default', SIGN_IN)).toBe(0);
  });

  it('leaves exactly nothing behind, in whatever order it ends, and however often it is ended', () => {
    const work = fc.array(
      fc.record({
        rank: fc.constantFrom(SIGN_UP, SIGN_IN, ACTIVATION),
        seconds: fc.double({ min: 0, max: 3, noNaN: true }),
        starts: fc.boolean(),
      }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(work, fc.infiniteStream(fc.nat()), (all, order) => {
        const reserved = new ReservedWork();
        const places = all.map(({ rank, seconds, starts }) => {
          const place = reserved.reserve('default', rank, 0.04);
          if (starts) place.start(seconds);
          return place;
        });
        const last = reserved.reserve('default', SIGN_UP, 0);
        while (places.length > 0) {
          const [place] = places.splice((order.next().value ?? 0) % places.length, 1);
          place?.end();
          place?.end();
        }
        expect(reserved.ahead('default', SIGN_UP)).toBe(0);
        expect(reserved.early('default')).toBe(1);
        last.end();
        expect(reserved.early('default')).toBe(0);
        expect(reserved.applications('third')).toBe(1);
      }),
      { seed: 144 },
    );
  });
});
