import type { IdGenerator } from '@gatehouse/kernel';
import { v7 } from 'uuid';

export const uuidV7: IdGenerator = { next: () => v7() };
