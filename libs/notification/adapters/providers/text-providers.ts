import type { SmsProviderName, SmsProviderSettings } from '@gatehouse/platform/config';
import type { OutgoingText, TextProvider } from '../../application/ports/providers.js';
import { eventsUrl } from '../events/report-contract.js';
import { messagebird } from '../messagebird/messagebird.js';
import { TwilioTextProvider } from '../twilio/twilio-text-provider.js';
import type { CallOptions } from '../undici/call-provider.js';
import { basic, checkOver, type HttpContract, HttpProvider } from '../undici/http-provider.js';
import { vonage } from '../vonage/vonage.js';
import { textWebhook } from '../webhook/webhook.js';

type Settings<N extends SmsProviderName> = SmsProviderSettings[N];
type Maker<N extends SmsProviderName> = (settings: Settings<N>, sender: string, options: CallOptions) => TextProvider;

const twilio = (settings: Settings<'twilio' | 'sandbox'>, sender: string, options: CallOptions): TextProvider => {
  const { url: baseUrl, accountSid, authToken } = settings;
  const path = `/2010-04-01/Accounts/${encodeURIComponent(accountSid)}.json`;
  const { publicUrl } = options;
  const callback =
    settings.events === 'on' && publicUrl !== undefined ? { callbackUrl: eventsUrl(publicUrl, settings.name) } : {};
  return Object.assign(new TwilioTextProvider({ ...options, ...callback, baseUrl, accountSid, authToken, sender }), {
    check: checkOver({ ...options, baseUrl }, { path, headers: { authorization: basic(accountSid, authToken) } }),
  });
};

/** A provider with an HTTP API: its contract is all that it takes. */
const overHttp =
  <N extends SmsProviderName>(
    contract: (settings: Settings<N> & { readonly sender: string }) => HttpContract<OutgoingText>,
  ): Maker<N> =>
  (settings, sender, options) =>
    new HttpProvider(contract({ ...settings, sender }), { ...options, baseUrl: settings.url });

const MAKERS: { readonly [N in SmsProviderName]: Maker<N> } = {
  sandbox: twilio,
  twilio,
  vonage: overHttp(vonage),
  messagebird: overHttp(messagebird),
  webhook: overHttp(textWebhook),
};

/** The adapter of a configured provider. */
export function textProvider<N extends SmsProviderName>(
  settings: Settings<N>,
  sender: string,
  options: Omit<CallOptions, 'name'>,
): TextProvider {
  const maker: Maker<N> = MAKERS[settings.name];
  return maker(settings, sender, { ...options, name: settings.name });
}
