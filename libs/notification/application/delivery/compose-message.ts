import type { SendingDelivery } from '../../domain/message/delivery.js';
import type { TextCost } from '../../domain/message/text-cost.js';
import type { MailProvider, ProviderAnswer, TextCosts, TextProvider } from '../ports/providers.js';
import type { MessageRenderer, PageLinks, Senders, TextMessageRenderer } from '../ports/rendering.js';
import { mailContentOf, subjectOf, type ToSend, textContentOf } from './message-content.js';

interface ComposingPorts {
  readonly senders: Senders;
  readonly links: PageLinks;
  readonly renderer: MessageRenderer;
  readonly provider: MailProvider;
  readonly textRenderer: TextMessageRenderer;
  readonly textProvider: TextProvider;
  readonly textCosts: TextCosts;
}

interface Composed {
  readonly send: () => Promise<ProviderAnswer>;
  readonly cost: TextCost | null;
}

/** What hands the message over and, of an SMS whose price is known, what it costs if it is accepted. */
export async function composeMessage(
  ports: ComposingPorts,
  delivery: SendingDelivery,
  dispatch: ToSend,
): Promise<Composed> {
  const { senders, renderer, provider, textRenderer, textProvider } = ports;
  const sender = await senders.of(delivery.application);
  const { locale } = dispatch;
  if (dispatch.kind === 'code' && dispatch.purpose === 'phone') {
    const content = await textContentOf(dispatch, delivery, ports.links);
    const text = textRenderer.render({ locale, sender, content });
    const { phone } = dispatch.recipient;
    const outgoing = {
      phone,
      text,
      deliveryId: delivery.id,
      about: subjectOf(delivery, dispatch),
      ...(sender.routes?.sms && { route: sender.routes.sms }),
    };
    return { send: () => textProvider.send(outgoing), cost: ports.textCosts.of({ phone, text }) };
  }
  const { recipient } = dispatch;
  const content = await mailContentOf(dispatch, delivery, ports.links);
  const message = { recipient, locale, sender, content };
  const { recipientName: name, ...mail } = await renderer.render(message);
  const { from, replyTo, routes } = sender;
  const outgoing = {
    deliveryId: delivery.id,
    recipient: { email: recipient.email, name },
    ...(from && { from }),
    ...(replyTo !== undefined && { replyTo }),
    ...mail,
    about: subjectOf(delivery, dispatch),
    ...(routes?.mail && { route: routes.mail }),
  };
  return { send: () => provider.send(outgoing), cost: null };
}
