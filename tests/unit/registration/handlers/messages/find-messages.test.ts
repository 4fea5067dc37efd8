import type { QueryContext } from '@gatehouse/kernel';
import { ActivationStatus, FindActivationStatus, FindRecipients } from '@gatehouse/registration/contract';
import {
  FindActivationStatusHandler,
  FindRecipientsHandler,
} from '../../../../../libs/registration/application/messages/find-messages.js';

const context: QueryContext = { application: 'shop', network: null, requestId: 'request-1' };

describe('who waits for a message', () => {
  it('is known by its code or notice, in its application', async () => {
    const recipients = {
      of: async ({ application, codeIds, noticeIds }: Parameters<FindRecipientsPorts['of']>[0]) =>
        new Map([...codeIds, ...noticeIds].map((id) => [id, `${id}@${application}.example`])),
    };
    type FindRecipientsPorts = ConstructorParameters<typeof FindRecipientsHandler>[0]['recipients'];
    const query = Object.assign(new FindRecipients(), { codeIds: ['code'], noticeIds: ['notice'] });
    const found = await new FindRecipientsHandler({ recipients }).execute(query, context);
    expect(found.ok && found.value).toEqual(
      new Map([
        ['code', 'code@shop.example'],
        ['notice', 'notice@shop.example'],
      ]),
    );
  });

  it('learns where the activation message is, and nobody learns of a registration that there is not', async () => {
    const status = Object.assign(new ActivationStatus(), { delivery: 'sent' });
    const statuses = {
      of: async ({ application, userId }: { readonly application: string; readonly userId: string }) =>
        application === 'shop' && userId === 'ada' ? status : null,
    };
    const find = (userId: string, application = 'shop') =>
      new FindActivationStatusHandler({ statuses }).execute(Object.assign(new FindActivationStatus(), { userId }), {
        ...context,
        application,
      });
    expect(await find('ada')).toEqual({ ok: true, value: status });
    expect(await find('eve')).toEqual({ ok: false, error: { code: 'not-found' } });
    expect(await find('ada', 'garden')).toEqual({ ok: false, error: { code: 'not-found' } });
  });
});
