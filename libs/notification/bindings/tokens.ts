import { token } from '@gatehouse/platform/container';
import type { providerDispatcher } from '../adapters/undici/call-provider.js';
import type { Codes } from '../application/ports/codes.js';
import type { DeliveryRepository } from '../application/ports/delivery-repository.js';
import type { MailProvider } from '../application/ports/mail-provider.js';
import type { MessageRenderer } from '../application/ports/message-renderer.js';
import type { MessageTemplates } from '../application/ports/message-templates.js';
import type { Notices } from '../application/ports/notices.js';
import type { PageLinks } from '../application/ports/page-links.js';
import type { Senders } from '../application/ports/senders.js';
import type { TextMessageRenderer } from '../application/ports/text-message-renderer.js';
import type { TextProvider } from '../application/ports/text-provider.js';

export const NOTIFICATION = {
  codes: token<Codes>('notification.Codes'),
  deliveries: token<DeliveryRepository>('notification.DeliveryRepository'),
  dispatcher: token<ReturnType<typeof providerDispatcher>>('notification.ProviderDispatcher'),
  notices: token<Notices>('notification.Notices'),
  provider: token<MailProvider>('notification.MailProvider'),
  renderer: token<MessageRenderer>('notification.MessageRenderer'),
  links: token<PageLinks>('notification.PageLinks'),
  senders: token<Senders>('notification.Senders'),
  templates: token<MessageTemplates>('notification.MessageTemplates'),
  textProvider: token<TextProvider>('notification.TextProvider'),
  textRenderer: token<TextMessageRenderer>('notification.TextMessageRenderer'),
} as const;
