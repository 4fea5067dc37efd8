import type { SendingDelivery } from '../../domain/message/delivery.js';
import {
  CODE_TEMPLATES,
  type MailContent,
  NOTICE_TEMPLATES,
  TAKEN_TEMPLATES,
  type Template,
  type TextMessageContent,
} from '../../domain/message/message.js';
import type { Dispatch, DispatchedNotice, TextedCode } from '../ports/codes.js';
import type { MessageSubject } from '../ports/providers.js';
import type { PageLinks } from '../ports/rendering.js';

/** What somebody is to get. */
export type ToSend = Extract<Dispatch | DispatchedNotice, { recipient: object }>;
type Mailed = Exclude<ToSend, TextedCode>;

export function templateOf(dispatch: ToSend): Template {
  if (dispatch.kind === 'account-exists') return TAKEN_TEMPLATES[dispatch.purpose];
  if (dispatch.kind === 'notice') return NOTICE_TEMPLATES[dispatch.notice];
  return dispatch.purpose === 'phone' ? 'phone-code' : CODE_TEMPLATES[dispatch.purpose];
}

export const subjectOf = ({ application }: Pick<SendingDelivery, 'application'>, dispatch: ToSend): MessageSubject => ({
  application,
  template: templateOf(dispatch),
  locale: dispatch.locale,
  code: 'digits' in dispatch ? dispatch.digits : null,
});

export const textContentOf = async (
  { digits, lifeSeconds }: TextedCode,
  { application }: Pick<SendingDelivery, 'application'>,
  links: PageLinks,
): Promise<TextMessageContent> => ({
  template: 'phone-code',
  digits,
  lifeSeconds,
  host: await links.host(application),
});

/** What a mail says, with the page that it leads to. */
export async function mailContentOf(
  dispatch: Mailed,
  { application }: Pick<SendingDelivery, 'application'>,
  links: PageLinks,
): Promise<MailContent> {
  if (dispatch.kind === 'account-exists') return { template: TAKEN_TEMPLATES[dispatch.purpose] };
  if (dispatch.kind === 'notice') return noticeContentOf(dispatch, application, links);
  const { purpose, userId, digits, number, lifeSeconds, redirect } = dispatch;
  const code = { digits, number, lifeSeconds };
  const template = CODE_TEMPLATES[purpose];
  switch (template) {
    case 'activation-code':
      return { template, ...code, activationUrl: await links.activation(application, { userId, digits, redirect }) };
    case 'password-reset-code':
      return { template, ...code, resetUrl: await links.reset(application, { digits, redirect }) };
    default:
      return { template, ...code };
  }
}

async function noticeContentOf(
  { notice, undo }: DispatchedNotice,
  application: string,
  links: PageLinks,
): Promise<MailContent> {
  if (notice !== 'email-changed')
    return { template: NOTICE_TEMPLATES[notice], resetUrl: await links.reset(application) };
  if (!undo) throw new Error('A notice of a changed address needs an undo token');
  const { token, lifeSeconds } = undo;
  return {
    template: NOTICE_TEMPLATES[notice],
    undoUrl: await links.emailUndo(application, { token }),
    undoSeconds: lifeSeconds,
  };
}
