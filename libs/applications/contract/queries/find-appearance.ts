import { Query, type Result } from '@gatehouse/kernel';
import type { Appearance } from '../appearance.js';

/** How the application that the call is for appears, two seconds old at most. Anyone may ask. */
export class FindAppearance extends Query<Result<Appearance, never>> {}
