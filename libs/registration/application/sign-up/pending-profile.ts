import type { Profile } from '../../contract/read-models/profile.js';
import type { PendingUser } from '../../domain/user/user.js';

/**
 * A pending registration as its owner sees it.
 * @param createdAt RFC 3339
 */
export const pendingProfile = ({ id, email, details }: PendingUser, createdAt: string): Profile => ({
  id,
  state: 'pending',
  email: email.shown,
  emailVerified: false,
  name: details.name,
  surname: details.surname,
  phone: details.phone,
  phoneVerified: false,
  hobbies: [...details.hobbies],
  birthDate: details.birthDate,
  locale: details.locale,
  createdAt,
  activatedAt: null,
});
