import { type Migration, readMigrations } from '@gatehouse/platform/migrations';

export const notificationMigrations = (): Promise<Migration[]> =>
  readMigrations(new URL('./migrations/', import.meta.url));
