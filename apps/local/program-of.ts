import { fileURLToPath } from 'node:url';

/** The file to run for one of our apps: it lies beside what the package exports. */
export const programOf = (packageName: string): string =>
  fileURLToPath(new URL('main.js', import.meta.resolve(packageName)));
