import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type ConfiguredProvider, configuredProviders, type ProviderAnswer } from '@gatehouse/notification';
import type { Settings } from '@gatehouse/platform/config';
import { examineConnection } from './examine-database.js';
import { eventsSetting } from './examine-reports.js';
import { bad, type Finding, good, off, warn } from './finding.js';
import { FollowedMessage, type Following } from './follow-test-message.js';

const TRIES = 3;
const LONGEST_WAIT_SECONDS = 5;

/** Whether each provider accepts our credentials, or where it has no such call, whether somebody listens. Nothing is sent. */
export async function examineProviders(settings: Settings): Promise<Finding[]> {
  const { providers, close } = configuredProviders(settings);
  try {
    const findings = await Promise.all(providers.map(examineProvider));
    return settings.sms.providers.length === 0
      ? [...findings, off('sms', 'none: no text messages are sent')]
      : findings;
  } finally {
    await close();
  }
}

async function examineProvider(provider: ConfiguredProvider): Promise<Finding> {
  const { channel, name, url, urlSetting, check } = provider;
  if (name === 'sandbox' || !check) return examineConnection(channel, name, url, urlSetting);
  const answer = await check();
  return answer.kind === 'accepted'
    ? good(channel, `${placeOf(provider)} accepts the credentials`)
    : refusal(provider, answer, 'did not accept the credentials');
}

/**
 * Sends a test message by each provider of the recipient's channel, and follows it until the provider has reported what
 * became of it; of one that reports nothing, until it has answered.
 * @param recipient an email address, or a phone number in E.164
 */
export async function sendByEach(
  settings: Settings,
  recipient: string,
  following: Omit<Following, 'publicUrl'>,
): Promise<Finding[]> {
  const channel = recipient.startsWith('+') ? 'sms' : 'mail';
  const { providers, close } = configuredProviders(settings);
  try {
    const asked = providers.filter((provider) => provider.channel === channel);
    return asked.length === 0
      ? [bad(channel, 'no provider is configured', `Set ${channel.toUpperCase()}_PROVIDERS`)]
      : await Promise.all(
          asked.map((provider) => sendBy(provider, recipient, { ...following, publicUrl: settings.http.publicUrl })),
        );
  } finally {
    await close();
  }
}

async function sendBy(provider: ConfiguredProvider, recipient: string, following: Following): Promise<Finding> {
  const { channel } = provider;
  const id = randomUUID();
  const followed = provider.reports ? await FollowedMessage.open(id, provider, following) : null;
  const startedAt = performance.now();
  for (let left = TRIES - 1; ; left -= 1) {
    const answer = await provider.sendTest(recipient, id);
    if (answer.kind === 'accepted') {
      const milliseconds = Math.round(performance.now() - startedAt);
      const as = answer.providerMessageId === null ? '' : ` as ${answer.providerMessageId}`;
      const found = `${placeOf(provider)} accepted the test message${as} after ${milliseconds} ms`;
      if (followed) return followed.outcome(found, answer.providerMessageId);
      return good(channel, `${found}. ${whyNotFollowed(provider)}`);
    }
    const isFinal = !answer.retryable || answer.needsOperator === true || left === 0;
    if (isFinal) {
      await followed?.refused();
      return refusal(provider, answer, 'did not accept the test message');
    }
    await pause(Math.min(answer.retryAfterSeconds ?? 1, LONGEST_WAIT_SECONDS) * 1_000);
  }
}

function whyNotFollowed({ channel, name, reports }: ConfiguredProvider): string {
  const unknown = 'Whether it arrives is not known here:';
  if (reports) return `${unknown} reports cannot be recorded without the database`;
  const setting = eventsSetting(channel, name);
  return setting === null
    ? `${unknown} ${name} reports nothing`
    : `${unknown} ${name} reports nothing until ${setting} is set`;
}

const placeOf = ({ name, url }: ConfiguredProvider): string => `${name} at ${new URL(url).host}`;

function refusal(
  provider: ConfiguredProvider,
  { reason, needsOperator, status, retryable }: Extract<ProviderAnswer, { kind: 'refused' }>,
  what: string,
): Finding {
  const { channel, name, urlSetting } = provider;
  const found = `${placeOf(provider)} ${what}: ${reason}`;
  if (needsOperator) {
    const settings = `${channel.toUpperCase()}_${name.toUpperCase()}_…`;
    return bad(channel, found, `Check ${settings}, the sender, and the account with the provider`);
  }
  if (!retryable) return bad(channel, found, 'Check the recipient, or try another one');
  return status === undefined
    ? bad(channel, found, `Check ${urlSetting}, and that this machine may connect to it`)
    : warn(channel, found, 'Try again in a few minutes, and look at the provider’s status page');
}
