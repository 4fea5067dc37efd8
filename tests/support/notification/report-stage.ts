import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Environment } from '@gatehouse/platform/config';
import type { Reported, SignedReport } from '@gatehouse/sandbox';
import { ApiHarness } from '../api.js';
import type { TestDatabase } from '../database.js';
import { LOCALHOST_CERTIFICATE } from './localhost-certificate.js';
import type { ReportRow } from './report-rows.js';

const PUBLIC_URL = 'https://id.example.org';

interface Event {
  readonly kind: Reported;
  readonly deliveryId: string;
}

/** An API with some providers that report, and messages that they have taken. */
export class ReportStage {
  private constructor(
    readonly api: ApiHarness,
    private readonly db: TestDatabase,
    private readonly server: Server,
    /** Where the providers are: it answers with a certificate, whatever is asked. */
    readonly providerUrl: string,
  ) {}

  static async open(
    db: TestDatabase,
    rows: readonly ReportRow[],
    environment: Environment = {},
    answer = LOCALHOST_CERTIFICATE.cert,
  ): Promise<ReportStage> {
    const server = createServer((_request, response) => response.end(answer));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const providerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const namesOf = (channel: string) => rows.filter((row) => row.channel === channel).map(({ name }) => name);
    const api = await ApiHarness.open(db, {
      environment: {
        PUBLIC_URL,
        MAIL_PROVIDERS: namesOf('mail').join(','),
        SMS_PROVIDERS: namesOf('sms').join(',') || 'none',
        MAIL_SENDER: 'no-reply@acme.example',
        SMS_SENDER: '+15005550006',
        ...Object.assign({}, ...rows.map((row) => row.at(providerUrl))),
        ...environment,
      },
    });
    return new ReportStage(api, db, server, providerUrl);
  }

  async close(): Promise<void> {
    await this.api.close();
    this.server.close();
  }

  /** A message that the provider has taken; answers its id. */
  async sent(
    { name, channel }: Pick<ReportRow, 'name' | 'channel'>,
    { application = 'default', key = randomUUID(), codeId = randomUUID() } = {},
  ): Promise<string> {
    const id = randomUUID();
    await this.db.sql`
      insert into gatehouse.deliveries (application, id, user_id, code_id, channel, template, state, attempts, not_before,
        deadline, provider, provider_message_id, sent_at, recipient_key)
      values (${application}, ${id}, ${randomUUID()}, ${codeId}, ${channel}, 'activation-code', 'sent', 1, now(), now(),
        ${name}, ${randomUUID()}, now(), ${Buffer.from(key)})`;
    return id;
  }

  /** What the provider posts, signed as it signs. */
  async reportOf(
    row: ReportRow,
    events: readonly Event[],
    { secret = row.secret(this.providerUrl), now = new Date() } = {},
  ): Promise<SignedReport> {
    const told = events.map((event) => ({ ...event, messageId: randomUUID(), to: 'ada@example.org', at: now }));
    return row.report(told, { secret, url: `${PUBLIC_URL}/v1/providers/${row.name}/events` }, now);
  }

  async post({ name }: Pick<ReportRow, 'name'>, { headers, body, search = '' }: SignedReport) {
    const url = `${this.api.url}/v1/providers/${name}/events${search}`;
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' });
    const text = await answer.text();
    const response = {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
    this.api.expectDocumented('POST /v1/providers/{name}/events', response);
    return response;
  }

  async tell(row: ReportRow, events: readonly Event[]) {
    return this.post(row, await this.reportOf(row, events));
  }

  expectRefusal(answer: Awaited<ReturnType<ReportStage['post']>>, status: number, code: string): void {
    this.api.expectProblem(answer, status, code);
  }

  async outcomeOf(id: string): Promise<{ outcome: string | null; kinds: string[] }> {
    const [row] = await this.db.sql<{ outcome: string | null; outcomes: Record<string, object> }[]>`
      select outcome, outcomes from gatehouse.deliveries where id = ${id}`;
    return { outcome: row?.outcome ?? null, kinds: Object.keys(row?.outcomes ?? {}).toSorted() };
  }

  async eventsOf(id: string): Promise<string[]> {
    const rows = await this.db.sql<{ told: string }[]>`
      select type || ' by ' || (data ->> 'provider') as told from gatehouse.event_log
      where data ->> 'messageId' = ${id} order by position`;
    return rows.map(({ told }) => told);
  }
}
