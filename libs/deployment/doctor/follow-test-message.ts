import { setTimeout as pause } from 'node:timers/promises';
import { type ConfiguredProvider, eventsUrl, PostgresTestMessages, type Reported } from '@gatehouse/notification';
import type { Database } from '@gatehouse/platform/postgres';
import { bad, type Finding, good, warn } from './finding.js';

const LOOK_MS = 300;

/** How test messages are followed. */
export interface Following {
  /** Where reports are recorded. */
  readonly database: Database;
  /** How the providers reach the service. */
  readonly publicUrl: string;
  /** How long to wait for a report, at most. */
  readonly seconds: number;
  /** Told what is waited for, when that begins. */
  readonly onWait?: (text: string) => void;
}

/** A test message from before it is sent until its provider has reported what became of it. */
export class FollowedMessage {
  readonly #messages: PostgresTestMessages;

  private constructor(
    readonly id: string,
    private readonly provider: Pick<ConfiguredProvider, 'channel' | 'name'>,
    private readonly following: Following,
  ) {
    this.#messages = new PostgresTestMessages(following.database);
  }

  /** Null where reports cannot be recorded: the message is sent nonetheless. */
  static async open(
    id: string,
    { channel, name }: Pick<ConfiguredProvider, 'channel' | 'name'>,
    following: Following,
  ): Promise<FollowedMessage | null> {
    const message = new FollowedMessage(id, { channel, name }, following);
    return message.#messages.open({ id, channel, provider: name }).then(
      () => message,
      () => null,
    );
  }

  async refused(): Promise<void> {
    // What the provider has said matters more than a row that is left.
    await this.#messages.drop(this.id).catch(() => undefined);
  }

  /** @param accepted what is known so far, in words */
  async outcome(accepted: string, providerMessageId: string | null): Promise<Finding> {
    try {
      return await this.#follow(accepted, providerMessageId);
    } catch {
      const found = `${accepted}. Whether it arrived is not known: the database failed while its report was awaited`;
      return warn(this.provider.channel, found, 'Check the database, and send again');
    }
  }

  async #follow(accepted: string, providerMessageId: string | null): Promise<Finding> {
    const { seconds, onWait } = this.following;
    const { channel, name } = this.provider;
    await this.#messages.accepted(this.id, providerMessageId);
    const startedAt = performance.now();
    const waited = () => (performance.now() - startedAt) / 1_000;
    onWait?.(`Waiting up to ${seconds} s for ${name} to report whether the test message arrived`);
    let reported: Reported = {};
    while (!isEnd(reported)) {
      if (waited() >= seconds) return this.#nothing(accepted, reported);
      await pause(LOOK_MS);
      reported = await this.#messages.reportedOf(this.id);
    }
    const bounce = reported['hard-bounced'] ?? reported['soft-bounced'];
    const kind = reported['hard-bounced'] ? 'hard' : 'soft';
    if (bounce) {
      const why = bounce.reason === undefined ? '' : `: ${bounce.reason}`;
      return bad(channel, `${accepted}, and it bounced (${kind})${why}`, 'Check the recipient, or try another one');
    }
    if (!reported.delivered) {
      const what = reported.complained ? 'marked as spam' : 'unsubscribed';
      return warn(channel, `${accepted}, and the recipient is ${what}`, 'Try another recipient');
    }
    return good(channel, `${accepted}, and reported it as delivered ${waited().toFixed(1)} s later`);
  }

  #nothing(accepted: string, { deferred }: Reported): Finding {
    const { channel, name } = this.provider;
    const { seconds, publicUrl } = this.following;
    if (deferred) {
      const found = `${accepted}; the recipient’s server put it off, and nothing more was reported within ${seconds} s`;
      return warn(channel, found, 'Look at the provider’s log for what becomes of it');
    }
    const found = `${accepted}, and reported nothing within ${seconds} s`;
    const address = eventsUrl(publicUrl, name);
    return warn(channel, found, `Check at the provider that it reports to ${address}, and that the API answers there`);
  }
}

const isEnd = ({ deferred: _, ...others }: Reported): boolean => Object.keys(others).length > 0;
