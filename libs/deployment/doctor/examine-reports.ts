import { eventsUrl } from '@gatehouse/notification';
import { MAIL_PROVIDERS, type ProviderTable, type Settings, SMS_PROVIDERS } from '@gatehouse/platform/config';
import { type Finding, good, off } from './finding.js';

type Provider = Settings['mail']['providers'][number] | Settings['sms']['providers'][number];

/** Which providers report what becomes of messages, and where: the address is what to enter at the provider. */
export const examineReports = ({ mail, sms, http }: Pick<Settings, 'mail' | 'sms' | 'http'>): Finding[] => [
  ...mail.providers.flatMap((provider) => findingOf('MAIL', provider, MAIL_PROVIDERS[provider.name], http.publicUrl)),
  ...sms.providers.flatMap((provider) => findingOf('SMS', provider, SMS_PROVIDERS[provider.name], http.publicUrl)),
];

/** The setting that a provider reports by; null if it never does. */
export function eventsSetting(channel: 'mail' | 'sms', name: string): string | null {
  const tables: Readonly<Record<string, ProviderTable>> = channel === 'mail' ? MAIL_PROVIDERS : SMS_PROVIDERS;
  const field = tables[name]?.fields['events'];
  return field ? `${channel.toUpperCase()}_${name.toUpperCase()}_${field.name}` : null;
}

function findingOf(
  channel: 'MAIL' | 'SMS',
  provider: Provider,
  { fields }: ProviderTable,
  publicUrl: string,
): readonly Finding[] {
  const field = fields['events'];
  if (!field || provider.name === 'sandbox' || !('events' in provider)) return [];
  const { name, events } = provider;
  const address = eventsUrl(publicUrl, name);
  const subject = channel.toLowerCase();
  if (events !== '' && events !== 'off')
    return [good(subject, `${name} reports what becomes of messages to ${address}`)];
  const setting = `${channel}_${name.toUpperCase()}_${field.name}`;
  const missing = `${name} reports nothing, so bounces stay unknown: set ${setting}; its reports go to ${address}`;
  return [off(subject, missing)];
}
