import { token } from '@gatehouse/platform/container';
import type { FindProfile } from '@gatehouse/registration/contract';

/** Registration's query. The app that composes the two contexts binds it. */
export const findProfile = token<FindProfile>('access.FindProfile');
