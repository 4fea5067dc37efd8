import type { Refusal } from '@gatehouse/kernel';

/** Every "no" of this context, with what it means. The HTTP status stands in operations/problems.ts. */
export const notificationRefusals = {
  'message-unknown': 'Message not found',
  'message-not-dead': 'This message is not a dead letter',
  'template-unknown': 'Template not found in this language',
  'validation-failed': 'Some fields are invalid',
  'too-many-tests': 'Too many test emails this hour. Please try again later',
  'test-not-accepted': 'The email provider rejected the test email',
  'signature-invalid': 'The signature or the credentials are missing, wrong or too old',
  'suppression-unknown': 'Suppression not found',
  'test-needs-person': 'Test emails go to the signed-in user, so a key cannot send one',
} as const;

export type NotificationRefusalCode = keyof typeof notificationRefusals;
export type NotificationRefusal<Code extends NotificationRefusalCode = NotificationRefusalCode> = Refusal<Code>;
