import { findPackageJSON } from 'node:module';
import path from 'node:path';

/**
 * Where the built console is: `index.html` beside `assets/`, whose names change with their content and which are also
 * there compressed (`.gz`). `npm run build` makes it; until then the folder does not exist.
 */
export const consoleFolder = (): string => path.join(path.dirname(findPackageJSON(import.meta.url) ?? ''), 'site');
