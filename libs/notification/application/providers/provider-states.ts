import {
  type AnswerOf,
  type CommandContext,
  type CommandHandler,
  type IdGenerator,
  ok,
  type QueryContext,
  type QueryHandler,
  type ResultOf,
} from '@gatehouse/kernel';
import type { RecordProviderState } from '../../contract/commands/record-provider-state.js';
import type { FindProviders } from '../../contract/queries/find-providers.js';
import { providerChanged } from '../../domain/provider/provider.js';
import { routeFrom } from '../../domain/provider/route.js';
import type { ConfiguredNames, ProviderChoices, ProviderReports } from '../ports/provider-reports.js';

/** Of a provider that nobody has reported, and that took nothing. */
const QUIET = { state: 'closed', reason: null, changedAt: null, accepted: 0, refused: 0 } as const;

/** Keeps what a process has found out, and what that changes in what all of them know. */
export class RecordProviderStateHandler implements CommandHandler<RecordProviderState> {
  constructor(private readonly ports: { readonly reports: ProviderReports; readonly ids: IdGenerator }) {}

  async execute(command: RecordProviderState, context: CommandContext): Promise<ResultOf<RecordProviderState>> {
    const { channel, provider, processId, state, reason = null } = command;
    const report = { channel, provider, processId, state, reason };
    await this.ports.reports.record(report, providerChanged(this.ports.ids.next(), report), context);
    return ok(null);
  }
}

const CHANNELS = ['mail', 'sms'] as const;

/** Counts are of the application, and for an administrator of the deployment of all. Routes are of the application. */
export class FindProvidersHandler implements QueryHandler<FindProviders> {
  constructor(
    private readonly ports: {
      readonly reports: ProviderReports;
      readonly configured: ConfiguredNames;
      readonly choices: ProviderChoices;
    },
  ) {}

  async execute(_query: FindProviders, { application, administrator }: QueryContext): Promise<AnswerOf<FindProviders>> {
    const ofAllApplications = administrator?.everywhere === true;
    const [found, choices] = await Promise.all([
      this.ports.reports.find(ofAllApplications ? null : application),
      this.ports.choices.of(application),
    ]);
    const { names, ofApplications } = this.ports.configured;
    const providers = names.map((configured) => ({
      ...QUIET,
      ...found.find(({ channel, name }) => channel === configured.channel && name === configured.name),
      ...configured,
    }));
    const routes = CHANNELS.flatMap((channel) => {
      const all = names.filter((one) => one.channel === channel).map(({ name, share }) => ({ provider: name, share }));
      if (all.length === 0) return [];
      const ofSettings = ofApplications[channel].get(application);
      const { decidedBy, entries } = routeFrom({ chosen: choices[channel], ofSettings, all });
      return [{ channel, decidedBy, providers: entries.map(({ provider: name, share }) => ({ name, share })) }];
    });
    return ok({ ofAllApplications, providers, application, routes });
  }
}
