import type { Settings } from '@gatehouse/platform/config';
import type { ProviderAnswer } from '../../application/ports/providers.js';
import { providerDispatcher } from '../undici/call-provider.js';
import { mailProvider } from './mail-providers.js';
import { textProvider } from './text-providers.js';

export type { ProviderAnswer };

/** A provider of the settings by itself, for an operator who wants to know whether it works. */
export interface ConfiguredProvider {
  readonly channel: 'mail' | 'sms';
  readonly name: string;
  readonly url: string;
  /** The setting that leads there. */
  readonly urlSetting: string;
  /** Asks whether the credentials are right, and sends nothing. Absent: the provider has no such call. */
  readonly check?: () => Promise<ProviderAnswer>;
  /** Whether it is set up to report what becomes of messages. */
  readonly reports: boolean;
  /**
   * @param recipient an address, or a number in E.164
   * @param deliveryId comes back in its reports
   */
  sendTest(recipient: string, deliveryId: string): Promise<ProviderAnswer>;
}

const SUBJECT = 'Test message';
const TEXT = 'This is a test message. If you can read it, this provider works.';

/** Every provider of the settings, in order of preference. `close` gives up the connections. */
export function configuredProviders({ mail, sms, http }: Pick<Settings, 'mail' | 'sms' | 'http'>): {
  readonly providers: readonly ConfiguredProvider[];
  readonly close: () => Promise<void>;
} {
  const dispatcher = providerDispatcher();
  const mails = mail.providers.map((settings) => ({
    settings,
    provider: mailProvider(settings, mail.sender, { dispatcher }),
  }));
  const texts = sms.providers.map((settings) => ({
    settings,
    provider: textProvider(settings, sms.sender, { dispatcher, publicUrl: http.publicUrl }),
  }));
  return {
    providers: [
      ...mails.map(
        ({ settings, provider }): ConfiguredProvider => ({
          channel: 'mail',
          ...placeOf(settings),
          ...(provider.check && { check: provider.check }),
          sendTest: (email, deliveryId) =>
            provider.send({
              deliveryId,
              recipient: { email, name: null },
              subject: SUBJECT,
              text: `${TEXT}\n`,
              html: `<p>${TEXT}</p>`,
            }),
        }),
      ),
      ...texts.map(
        ({ settings, provider }): ConfiguredProvider => ({
          channel: 'sms',
          ...placeOf(settings),
          ...(provider.check && { check: provider.check }),
          sendTest: (phone, deliveryId) => provider.send({ deliveryId, phone, text: TEXT }),
        }),
      ),
    ],
    close: async () => {
      for (const { provider } of mails) await provider.close?.();
      await dispatcher.close();
    },
  };
}

type AnySettings = Settings['mail']['providers'][number] | Settings['sms']['providers'][number];

const placeOf = (settings: AnySettings) => {
  const { name, url, urlSetting } = settings;
  return { name, url, urlSetting, reports: 'events' in settings && !['', 'off'].includes(settings.events) };
};
