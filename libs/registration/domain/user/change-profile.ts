import type { NewEvent } from '@gatehouse/kernel';
import type { UserProfileChanged } from '../../contract/events.js';
import type { PersonalDetails } from './personal-details.js';

export interface ProfileChange {
  readonly details: PersonalDetails;
  readonly event: NewEvent<UserProfileChanged>;
}

/** Replaces some of a person's details. Null where that changes nothing: then there is no fact to tell either. */
export function changeProfile(
  eventId: string,
  { id, details }: { readonly id: string; readonly details: PersonalDetails },
  wished: Partial<PersonalDetails>,
): ProfileChange | null {
  const fields = (Object.keys(wished) as (keyof PersonalDetails)[]).filter(
    (field) => !isSame(wished[field], details[field]),
  );
  if (fields.length === 0) return null;
  return {
    details: { ...details, ...wished },
    event: {
      id: eventId,
      subject: id,
      type: 'user.profile-changed.v1',
      data: { userId: id, fields: fields.sort() },
    },
  };
}

/** Details are texts, nulls and lists of texts. */
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
