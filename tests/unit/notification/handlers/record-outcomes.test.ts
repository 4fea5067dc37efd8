import type { CommandContext } from '@gatehouse/kernel';
import { RecordOutcomes, type ReportedOutcome } from '@gatehouse/notification/contract';
import { RecordOutcomesHandler } from '../../../../libs/notification/application/outcomes/record-outcomes.js';
import type { Codes } from '../../../../libs/notification/application/ports/codes.js';
import type { FoundOutcome, Outcomes, Teller } from '../../../../libs/notification/application/ports/outcomes.js';
import type { ToldOutcome } from '../../../../libs/notification/domain/message/outcome.js';

const AT = '2026-05-01T12:00:00.000Z';

/** The messages that providers know by their ids, and what was recorded of them; later reports are no news, and answered all the same. */
class InMemoryOutcomes implements Outcomes {
  readonly recorded: ToldOutcome[] = [];
  readonly messages = new Map<string, Pick<FoundOutcome, 'application' | 'codeId'> & Teller>();

  async record({ channel, provider }: Teller, told: readonly ToldOutcome[]): Promise<readonly FoundOutcome[]> {
    return told.flatMap((one) => {
      const message = this.messages.get(one.deliveryId);
      if (message?.channel !== channel || message.provider !== provider) return [];
      if (!this.recorded.some((known) => known.deliveryId === one.deliveryId && known.outcome === one.outcome)) {
        this.recorded.push(one);
      }
      const { application, codeId } = message;
      return [{ application, codeId, outcome: one.outcome, reason: one.reason }];
    });
  }
}

let outcomes: InMemoryOutcomes;
let told: { readonly application: string; readonly told: Parameters<Codes['tell']>[0] }[];

beforeEach(() => {
  outcomes = new InMemoryOutcomes();
  told = [];
  const sent = { application: 'shop', channel: 'mail', provider: 'mailjet' } as const;
  outcomes.messages.set('with a code', { ...sent, codeId: 'c1' });
  outcomes.messages.set('with another', { ...sent, codeId: 'c2' });
  outcomes.messages.set('a notice', { ...sent, codeId: null });
  outcomes.messages.set('foreign', { ...sent, application: 'garden', codeId: 'c3' });
});

const context: CommandContext = { application: 'default', network: null, requestId: 'request-1' };

async function report(...reported: readonly Omit<ReportedOutcome, 'at'>[]) {
  const tell = async (all: Parameters<Codes['tell']>[0], { application }: CommandContext) => {
    told.push({ application, told: all });
  };
  const command = Object.assign(new RecordOutcomes(), {
    channel: 'mail',
    provider: 'mailjet',
    outcomes: reported.map((one) => ({ at: AT, ...one })),
  });
  return new RecordOutcomesHandler({ outcomes, codes: { tell } }).execute(command, context);
}

describe('what a provider reports about messages', () => {
  it('is recorded, with the time and the reason that it tells', async () => {
    const answer = await report(
      { deliveryId: 'with a code', outcome: 'hard-bounced', reason: 'mailbox-full' },
      { deliveryId: 'a notice', outcome: 'complained' },
    );
    expect(answer).toEqual({ ok: true, value: null });
    expect(outcomes.recorded).toEqual([
      { deliveryId: 'with a code', outcome: 'hard-bounced', at: new Date(AT), reason: 'mailbox-full' },
      { deliveryId: 'a notice', outcome: 'complained', at: new Date(AT), reason: null },
    ]);
  });

  it('is told to the registrations whose codes are in them, once in each application', async () => {
    await report(
      { deliveryId: 'with a code', outcome: 'delivered' },
      { deliveryId: 'foreign', outcome: 'soft-bounced', reason: 'mailbox-full' },
      { deliveryId: 'with another', outcome: 'hard-bounced', reason: 'rejected' },
    );
    expect(told).toEqual([
      {
        application: 'shop',
        told: [
          { codeId: 'c1', state: 'delivered', reason: null },
          { codeId: 'c2', state: 'bounced', reason: 'rejected' },
        ],
      },
      { application: 'garden', told: [{ codeId: 'c3', state: 'bounced', reason: 'mailbox-full' }] },
    ]);
  });

  it('is told again when it is reported again: its registration may not have learned of it', async () => {
    await report({ deliveryId: 'with a code', outcome: 'delivered' });
    await report({ deliveryId: 'with a code', outcome: 'delivered' });
    expect(told).toHaveLength(2);
    expect(outcomes.recorded).toHaveLength(1);
  });

  it('is told to nobody where there is nothing to wait for, no code, or no such message', async () => {
    await report(
      { deliveryId: 'with a code', outcome: 'deferred' },
      { deliveryId: 'a notice', outcome: 'delivered' },
      { deliveryId: 'unknown', outcome: 'delivered' },
    );
    expect(told).toEqual([]);
  });
});
