import type { UnfinishedEvent } from '@gatehouse/kernel';
import type { MessageRetried, MessageSent } from '../../contract/events.js';

/** What happens to each delivery that was not sent before. Which of several those are, the statement that saves them finds out. */
export const messageSent: UnfinishedEvent<MessageSent, 'messageId' | 'userId' | 'channel' | 'template'> = {
  type: 'message.sent.v1',
  data: {},
  awaits: ['messageId', 'userId', 'channel', 'template'],
};

/** What happens to each dead letter that is tried again. */
export const messageRetried: UnfinishedEvent<MessageRetried, keyof MessageRetried['data']> = {
  type: 'message.retried.v1',
  data: {},
  awaits: ['messageId', 'userId', 'codeId', 'noticeId', 'channel', 'round', 'sendAfter'],
};
