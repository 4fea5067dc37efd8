/** Where the steps of this context’s schema are; by itself, for those who need nothing else of the context. */
export const APPLICATIONS_MIGRATIONS = new URL('./adapters/postgres/migrations/', import.meta.url);
