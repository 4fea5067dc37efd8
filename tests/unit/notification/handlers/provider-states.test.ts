import { type CommandContext, type NewEvent, queryWith } from '@gatehouse/kernel';
import { FindProviders, type ProviderState, RecordProviderState } from '@gatehouse/notification/contract';
import type {
  ConfiguredNames,
  ProviderChoices,
  ProviderReports,
} from '../../../../libs/notification/application/ports/provider-reports.js';
import {
  FindProvidersHandler,
  RecordProviderStateHandler,
} from '../../../../libs/notification/application/providers/provider-states.js';
import type { ProviderReport } from '../../../../libs/notification/domain/provider/provider.js';
import { CountedIds } from '../../../support/handlers/counted-ids.js';

type Reported = Omit<ProviderState, 'share'>;

const context: CommandContext = { application: 'shop', network: null, requestId: 'request-1' };

/** What the processes have found out, and what became of each application's messages. */
class InMemoryProviderReports implements ProviderReports {
  readonly reports: ProviderReport[] = [];
  readonly events: NewEvent[] = [];
  readonly running = new Set<string>();
  readonly counts = new Map<string, readonly Reported[]>();

  async record(report: ProviderReport, event: NewEvent): Promise<void> {
    this.reports.push(report);
    this.events.push(event);
  }

  async find(application: string | null): Promise<readonly Reported[]> {
    return this.counts.get(application ?? 'of all') ?? [];
  }

  async findOpen(channel: 'mail' | 'sms') {
    const open = this.reports.filter((report) => report.channel === channel && report.state === 'open');
    return open.map(({ provider, reason }) => ({ provider, reason: reason ?? '' }));
  }

  async refresh(_channel: 'mail' | 'sms', processId: string): Promise<void> {
    this.running.add(processId);
  }

  async leave(_channel: 'mail' | 'sms', processId: string): Promise<void> {
    this.running.delete(processId);
  }
}

describe('what a process has found out about a provider', () => {
  const record = async (fields: Partial<RecordProviderState>) => {
    const reports = new InMemoryProviderReports();
    const told = { channel: 'mail', provider: 'mailjet', processId: 'process', ...fields };
    const command = Object.assign(new RecordProviderState(), told);
    const answer = await new RecordProviderStateHandler({ reports, ids: new CountedIds() }).execute(command, context);
    return { answer, reports };
  };
  const ofProcess = { channel: 'mail', provider: 'mailjet', processId: 'process' };

  it('is kept, with what has happened if this process is the first', async () => {
    const { answer, reports } = await record({ state: 'open', reason: 'http-401' });
    expect(answer).toEqual({ ok: true, value: null });
    expect(reports.reports).toEqual([{ ...ofProcess, state: 'open', reason: 'http-401' }]);
    expect(reports.events).toEqual([
      {
        id: 'id-1',
        subject: 'process',
        type: 'provider.opened.v1',
        data: { channel: 'mail', provider: 'mailjet', reason: 'http-401' },
      },
    ]);
  });

  it('needs no reason', async () => {
    const { reports } = await record({ state: 'closed' });
    expect(reports.reports).toEqual([{ ...ofProcess, state: 'closed', reason: null }]);
    expect(reports.events).toEqual([
      { id: 'id-1', subject: 'process', type: 'provider.closed.v1', data: { channel: 'mail', provider: 'mailjet' } },
    ]);
  });
});

describe('the providers of a deployment', () => {
  const names: ConfiguredNames['names'] = [
    { channel: 'mail', name: 'mailjet', share: null },
    { channel: 'mail', name: 'ses', share: 10 },
    { channel: 'sms', name: 'mailjet', share: null },
  ];
  const reported = (channel: 'mail' | 'sms', name: string, accepted: number): Reported => ({
    channel,
    name,
    state: 'open',
    reason: 'http-500',
    changedAt: '2026-05-01T12:00:00.000Z',
    accepted,
    refused: 1,
  });
  const quiet = { state: 'closed', reason: null, changedAt: null, accepted: 0, refused: 0 };

  interface Situation {
    readonly counts?: Readonly<Record<string, readonly Reported[]>>;
    readonly configured?: ConfiguredNames['names'];
    readonly ofApplications?: Partial<ConfiguredNames['ofApplications']>;
    readonly chosen?: Awaited<ReturnType<ProviderChoices['of']>>;
    readonly everywhere?: boolean;
  }

  async function find({ counts = {}, configured = names, ofApplications, chosen = {}, everywhere }: Situation = {}) {
    const reports = new InMemoryProviderReports();
    for (const [application, found] of Object.entries(counts)) reports.counts.set(application, found);
    const handler = new FindProvidersHandler({
      reports,
      configured: { names: configured, ofApplications: { mail: new Map(), sms: new Map(), ...ofApplications } },
      choices: { of: async (application) => (application === 'shop' ? chosen : {}) },
    });
    const administrator = { kind: 'user', id: 'boss', application: 'shop' } as const;
    const answer = await handler.execute(queryWith(FindProviders, {}), {
      ...context,
      ...(everywhere !== undefined && { administrator: { ...administrator, everywhere } }),
    });
    if (!answer.ok) throw new Error('It is never refused');
    return answer.value;
  }

  it('are those of the settings, in their order, quiet until somebody reports one', async () => {
    expect(await find()).toMatchObject({
      ofAllApplications: false,
      application: 'shop',
      providers: names.map((name) => ({ ...quiet, ...name })),
    });
  });

  it('show what was reported under their channel and name alone', async () => {
    const shop = [reported('sms', 'ses', 4), reported('sms', 'mailjet', 5), reported('mail', 'gone', 6)];
    expect((await find({ counts: { shop } })).providers).toEqual([
      { ...quiet, channel: 'mail', name: 'mailjet', share: null },
      { ...quiet, channel: 'mail', name: 'ses', share: 10 },
      { ...reported('sms', 'mailjet', 5), share: null },
    ]);
  });

  it.each([
    ['an administrator of the deployment', true, true, 9],
    ['an administrator of the application', false, false, 5],
    ['a backend of the application', undefined, false, 5],
  ])('are counted for %s: of all applications %p', async (_, everywhere, ofAllApplications, accepted) => {
    const counts = { shop: [reported('mail', 'mailjet', 5)], 'of all': [reported('mail', 'mailjet', 9)] };
    const found = await find({ counts, ...(everywhere !== undefined && { everywhere }) });
    expect(found).toMatchObject({ ofAllApplications, providers: [{ accepted }, quiet, quiet] });
  });

  it('carry the messages of each channel that has some: by default all of them', async () => {
    const ofMail = names.filter(({ channel }) => channel === 'mail');
    expect((await find({ configured: ofMail })).routes).toEqual([
      {
        channel: 'mail',
        decidedBy: 'deployment',
        providers: [
          { name: 'mailjet', share: null },
          { name: 'ses', share: 10 },
        ],
      },
    ]);
  });

  it('are those that the settings give the application, or that it has chosen itself', async () => {
    const found = await find({
      ofApplications: { mail: new Map([['shop', ['ses']]]), sms: new Map([['garden', ['nobody']]]) },
      chosen: { sms: [{ provider: 'mailjet', share: 50 }] },
    });
    expect(found.routes).toEqual([
      { channel: 'mail', decidedBy: 'settings', providers: [{ name: 'ses', share: 10 }] },
      { channel: 'sms', decidedBy: 'application', providers: [{ name: 'mailjet', share: 50 }] },
    ]);
  });
});
