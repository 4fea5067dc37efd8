import { randomBytes } from 'node:crypto';
import { admits, type BasicCredentials } from '../http/basic-credentials.js';
import type { MessageStore } from '../messages/message-store.js';
import type { ProviderCall, ProviderContract } from '../provider/provider-contract.js';
import { representSms } from './represent-sms.js';
import { twilioFailure, twilioRefusal } from './twilio-error.js';
import { type SmsForm, validateSms } from './validate-sms.js';

const BODY_BYTES_AT_MOST = 64 * 1024;
const PATH = /^\/2010-04-01\/Accounts\/([^/]+)\/Messages\.json$/;

export const isTwilioPath = (path: string): boolean => PATH.test(path);

export interface TwilioOptions {
  readonly store: MessageStore;
  readonly credentials: BasicCredentials | undefined;
  readonly now: () => Date;
}

/**
 * Twilio's Messages resource, `POST /2010-04-01/Accounts/{sid}/Messages.json`, form-encoded. Twilio's magic test numbers
 * (+1 500 555 0001 to 0009) are refused as they are there.
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export function twilioContract({ store, credentials, now }: TwilioOptions): ProviderContract {
  return {
    channel: 'sms',
    bodyLimit: BODY_BYTES_AT_MOST,
    refuseCaller: (authorization) =>
      admits(authorization, credentials)
        ? null
        : twilioRefusal({ code: 20003, message: 'Authentication Error - invalid username', status: 401 }),
    tooLarge: () => twilioFailure(413),
    failure: twilioFailure,
    read(body, { path }): ProviderCall {
      const form = readForm(body);
      const accountSid = PATH.exec(path)?.[1] ?? '';
      return {
        recipients: [form.to],
        messages: 1,
        take() {
          const error = validateSms(form);
          if (error) return { answer: twilioRefusal(error), accepted: 0, refused: 1 };
          const sid = `SM${randomBytes(16).toString('hex')}`;
          const at = now();
          store.add({
            id: sid,
            channel: 'sms',
            provider: 'twilio',
            from: form.from === '' ? form.messagingServiceSid : form.from,
            fromName: null,
            to: form.to,
            toName: null,
            subject: null,
            text: form.body,
            html: null,
            customId: null,
            headers: {},
            receivedAt: at.toISOString(),
          });
          const body = JSON.stringify(representSms(form, sid, accountSid, at));
          return { answer: { status: 201, body }, accepted: 1, refused: 0 };
        },
      };
    },
  };
}

function readForm(body: string): SmsForm {
  const form = new URLSearchParams(body);
  return {
    to: form.get('To') ?? '',
    from: form.get('From') ?? '',
    messagingServiceSid: form.get('MessagingServiceSid') ?? '',
    body: form.get('Body') ?? '',
  };
}
