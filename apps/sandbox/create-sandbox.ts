/**
 * A stand-in for the mail and SMS providers, for laptops and tests. It speaks their own contracts, so the adapters that
 * run in production run against it with another base URL; it delivers nothing and keeps what it is given in memory.
 *
 * | route | |
 * | --- | --- |
 * | POST /v3.1/send | Mailjet Send API v3.1 |
 * | POST /2010-04-01/Accounts/{sid}/Messages.json | Twilio Messages |
 * | POST /email | Postmark Email API |
 * | POST /v3/mail/send | SendGrid Mail Send v3 |
 * | POST /emails | Resend Send Email |
 * | POST /v3/{domain}/messages | Mailgun Messages |
 * | POST /v3/smtp/email | Brevo transactional mails |
 * | POST /v2/email/outbound-emails | Amazon SES v2 SendEmail |
 * | POST /v1/messages | Vonage Messages v1 |
 * | POST /v1/sms/messages | MessageBird (Bird) SMS v1 |
 * | POST /webhook/mail, /webhook/sms | a sender of one's own, as Standard Webhooks sign it |
 * | GET / | the inbox page; `/?search=` narrows it to a recipient |
 * | GET /api/messages?to= | `{messages, kept}`, newest first; also `search`, `channel`, `limit` (100, at most 1000), `view=summary` |
 * | GET /api/messages/{id}, …/{id}/html | one message; its HTML part, sandboxed |
 * | DELETE /api/messages | empties the inbox; the counts stay |
 * | GET, PUT, DELETE /api/faults | scripted failures: `{rules}`, see faults/fault-rules.ts |
 * | GET, PUT, DELETE /api/reports | what becomes of messages, reported to the service as each provider does: `{url, providers, delivered}` |
 * | POST /api/messages/{id}/reports | reports `{kind}` of one message, such as `hard-bounced` |
 * | GET /api/stats | messages received, accepted and refused since the start |
 * | GET /api/stream | server-sent events |
 *
 * Memory is bounded: the newest 10,000 messages or 32 Mi characters of content, whichever is less. There is no access
 * control beyond the providers' (any key and secret but `wrong`, unless some are configured), so it listens on loopback by default.
 */
import { setMaxListeners } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { inspect } from 'node:util';
import { ReportSender, type ReportSettings } from './events/report-sender.js';
import { FaultScript } from './faults/fault-script.js';
import { type Pause, pauseOnTheWallClock } from './faults/perform-fault.js';
import type { BasicCredentials } from './http/requests.js';
import { listenOn, stopServer } from './http/server.js';
import { inboxApp } from './inbox/inbox-app.js';
import { LiveStream } from './inbox/live-stream.js';
import { mailjetContract } from './mailjet/mailjet-contract.js';
import { MessageStore, type StoreLimits } from './messages/message-store.js';
import { ProviderCounts } from './provider/provider-counts.js';
import { serveProvider } from './provider/serve-provider.js';
import { simpleContract } from './provider/simple-contract.js';
import { OTHER_PROVIDERS } from './providers/other-providers.js';
import { twilioContract } from './twilio/twilio-contract.js';

const LIMITS: StoreLimits = { messages: 10_000, characters: 32 * 1024 * 1024 };
const PORT_BY_DEFAULT = 3025;
const HOST_BY_DEFAULT = '127.0.0.1';

export interface SandboxOptions {
  readonly limits?: Partial<StoreLimits>;
  /** The only key and secret the mail provider takes. Absent: any that are not empty. */
  readonly mailCredentials?: BasicCredentials;
  /** The only account and token the SMS provider takes. Absent: any that are not empty. */
  readonly smsCredentials?: BasicCredentials;
  readonly now?: () => Date;
  /** How faults wait; tests put their own here. */
  readonly pause?: Pause;
  /** Where reports about messages go. Absent: nowhere, until `PUT /api/reports` says where. */
  readonly reports?: ReportSettings;
}

export interface Sandbox {
  /** For a server of one's own (supertest). */
  readonly app: RequestListener;
  readonly store: MessageStore;
  readonly faults: FaultScript;
  readonly counts: ProviderCounts;
  readonly reports: ReportSender;
  /**
   * Port 0 takes any free one.
   * @returns the base URL, without a slash at the end
   * @throws what `net.Server` does: EADDRINUSE, EACCES …
   */
  listen(port?: number, host?: string): Promise<string>;
  /** Takes no more calls, answers those under way, lets go of those a fault holds; done when no connection is left. */
  close(): Promise<void>;
}

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const { mailCredentials, smsCredentials, now = () => new Date(), pause = pauseOnTheWallClock } = options;
  const store = new MessageStore({ ...LIMITS, ...options.limits });
  const faults = new FaultScript();
  const counts = new ProviderCounts();
  const stream = new LiveStream(store, faults);
  const stop = new AbortController();
  // Every call that a fault holds back listens for the end.
  setMaxListeners(0, stop.signal);

  const surroundings = { faults, counts, pause, stopping: stop.signal };
  const providers = [
    mailjetContract({ store, credentials: mailCredentials, now }),
    twilioContract({ store, credentials: smsCredentials, now }),
    ...OTHER_PROVIDERS.map((parts) => simpleContract(parts, { store, now })),
  ].map((contract) => ({ contract, serve: serveProvider(contract, surroundings) }));
  const reports = new ReportSender({ store, pause, stopping: stop.signal, now }, options.reports ?? null);
  const inbox = inboxApp({ store, faults, counts, stream, reports });

  const app: RequestListener = (request, response) => {
    const target = request.url ?? '/';
    const query = target.indexOf('?');
    const path = query === -1 ? target : target.slice(0, query);
    const provider = providers.find(({ contract }) => contract.path.test(path) || contract.accountPath?.test(path));
    if (provider === undefined) return inbox(request, response);
    provider.serve(request, response, path).catch((error: unknown) => {
      process.stderr.write(`${inspect(error)}\n`);
      response.destroy();
    });
  };
  const server = createServer({ keepAliveTimeout: 65_000 }, app);

  return {
    app,
    store,
    faults,
    counts,
    reports,
    listen: (port = PORT_BY_DEFAULT, host = HOST_BY_DEFAULT) => listenOn(server, port, host),
    async close() {
      stop.abort();
      stream.close();
      await stopServer(server);
    },
  };
}
