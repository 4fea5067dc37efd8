import type { Refusal } from '@gatehouse/kernel';

/** Every "no" of this context, with what it means. The HTTP status stands in adapters/express. */
export const notificationRefusals = {
  'message-unknown': 'There is no such message',
  'message-not-dead': 'This message is not a dead letter',
  'template-unknown': 'There is no such mail, or it is not written in this language',
  'validation-failed': 'Some fields do not meet their rules',
  'too-many-tests': 'The application has sent enough test mails for this hour',
  'test-not-accepted': 'The mail provider did not accept the test mail',
  'test-needs-person': 'A test mail goes to the person who asks for it, and a key is not a person',
} as const;

export type NotificationRefusalCode = keyof typeof notificationRefusals;
export type NotificationRefusal<Code extends NotificationRefusalCode = NotificationRefusalCode> = Refusal<Code>;
