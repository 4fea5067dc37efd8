import type { FindRecipients } from '@gatehouse/registration/contract';
import type { FindMessages } from '../../contract/queries/find-messages.js';
import type { AdministeredMessage } from '../../contract/read-models/administered-message.js';

export type { FindRecipients };

/** Messages with whom they are for: the registration context knows, as long as code or notice is there. */
export class MessagesWithRecipients implements FindMessages {
  constructor(
    private readonly messages: FindMessages,
    private readonly recipients: FindRecipients,
  ) {}

  async search(search: Parameters<FindMessages['search']>[0]) {
    const page = await this.messages.search(search);
    return { ...page, messages: await this.#named(search.application, page.messages) };
  }

  async byId(wanted: Parameters<FindMessages['byId']>[0]) {
    const found = await this.messages.byId(wanted);
    const [named = null] = found ? await this.#named(wanted.application, [found]) : [];
    return named;
  }

  async #named(application: string, messages: readonly AdministeredMessage[]): Promise<AdministeredMessage[]> {
    const idsOf = (name: 'codeId' | 'noticeId') => messages.map((message) => message[name]).filter((id) => id !== null);
    const recipients = await this.recipients.of({
      application,
      codeIds: idsOf('codeId'),
      noticeIds: idsOf('noticeId'),
    });
    return messages.map((message) => ({
      ...message,
      recipient: recipients.get(message.codeId ?? message.noticeId ?? '') ?? null,
    }));
  }
}
