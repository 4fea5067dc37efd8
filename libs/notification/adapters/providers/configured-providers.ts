import { randomUUID } from 'node:crypto';
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
  /** @param recipient an address, or a number in E.164 */
  sendTest(recipient: string): Promise<ProviderAnswer>;
}

const SUBJECT = 'Test message';
const TEXT = 'This is a test message. If you can read it, this provider works.';

/** Every provider of the settings, in order of preference. `close` gives up the connections. */
export function configuredProviders({ mail, sms }: Pick<Settings, 'mail' | 'sms'>): {
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
    provider: textProvider(settings, sms.sender, { dispatcher }),
  }));
  return {
    providers: [
      ...mails.map(
        ({ settings, provider }): ConfiguredProvider => ({
          channel: 'mail',
          ...placeOf(settings),
          ...(provider.check && { check: provider.check }),
          sendTest: (email) =>
            provider.send({
              deliveryId: randomUUID(),
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
          sendTest: (phone) => provider.send({ deliveryId: randomUUID(), phone, text: TEXT }),
        }),
      ),
    ],
    close: async () => {
      for (const { provider } of mails) await provider.close?.();
      await dispatcher.close();
    },
  };
}

const placeOf = ({ name, url, urlSetting }: { name: string; url: string; urlSetting: string }) => ({
  name,
  url,
  urlSetting,
});
