import fc from 'fast-check';
import { type RouteEntry, routeFrom } from '../../../libs/notification/domain/provider/route.js';

const entry = (provider: string, share: number | null = null): RouteEntry => ({ provider, share });
const all = [entry('postmark', 10), entry('ses'), entry('mailjet')];

describe('the providers that may carry an application’s messages', () => {
  it('are those that it has chosen, with the shares that it gives them', () => {
    const chosen = [entry('ses', 30), entry('postmark')];
    expect(routeFrom({ chosen, ofSettings: ['mailjet'], all })).toEqual({ decidedBy: 'application', entries: chosen });
  });

  it('are those of the settings where it has chosen none, with the shares of the deployment', () => {
    expect(routeFrom({ chosen: [], ofSettings: ['mailjet', 'postmark'], all })).toEqual({
      decidedBy: 'settings',
      entries: [entry('mailjet'), entry('postmark', 10)],
    });
  });

  it('are all where nobody says anything', () => {
    expect(routeFrom({ all })).toEqual({ decidedBy: 'deployment', entries: all });
  });

  it('leave out those that the deployment does not have any more', () => {
    expect(routeFrom({ chosen: [entry('gone'), entry('ses')], all })).toMatchObject({ entries: [entry('ses')] });
    expect(routeFrom({ ofSettings: ['gone', 'ses'], all })).toMatchObject({ entries: [entry('ses')] });
  });

  it('are never none as long as the deployment has one, and never one that it has not', () => {
    const names = fc.constantFrom('postmark', 'ses', 'mailjet', 'gone');
    const chosen = fc.array(names.map((name) => entry(name)));
    fc.assert(
      fc.property(chosen, fc.array(names), (own, ofSettings) => {
        const { decidedBy, entries } = routeFrom({ chosen: own, ofSettings, all });
        const known = (each: string) => all.some(({ provider }) => provider === each);
        expect(entries.length).toBeGreaterThan(0);
        expect(entries.every(({ provider }) => known(provider))).toBe(true);
        const counts = { application: own.some(({ provider }) => known(provider)), settings: ofSettings.some(known) };
        const expected = counts.application ? 'application' : counts.settings ? 'settings' : 'deployment';
        expect(decidedBy).toBe(expected);
      }),
    );
  });
});
