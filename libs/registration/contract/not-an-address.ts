import type { FieldError } from '@gatehouse/kernel';

/** What is wrong with a field that `FindUsersOfAddress` takes for no address. */
export const notAnAddress: FieldError = {
  pointer: '/email',
  code: 'email-invalid',
  message: 'Must be an email address, such as ada@example.com',
};
