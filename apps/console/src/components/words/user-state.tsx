import { StateBadge, type Tone } from './state-badge.js';

export const USER_STATES = ['pending', 'active', 'suspended', 'superseded', 'erased'] as const;
export type UserState = (typeof USER_STATES)[number];

export const USER_STATE_NAMES: Readonly<Record<UserState, string>> = {
  pending: 'Pending',
  active: 'Active',
  suspended: 'Suspended',
  superseded: 'Superseded',
  erased: 'Erased',
};

const TONES: Readonly<Record<UserState, Tone>> = {
  pending: 'busy',
  active: 'good',
  suspended: 'bad',
  superseded: 'idle',
  erased: 'idle',
};

export const UserStateBadge = ({ state }: { readonly state: UserState }) => (
  <StateBadge tone={TONES[state]}>{USER_STATE_NAMES[state]}</StateBadge>
);
