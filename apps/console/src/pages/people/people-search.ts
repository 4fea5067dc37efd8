import type { UserState } from '../../components/words/user-state.js';

export interface PeopleSearch {
  readonly state?: UserState;
  readonly from?: string;
  readonly to?: string;
}
