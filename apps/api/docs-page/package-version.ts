import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';

/** The version of the package that serves the page. */
export function packageVersion(): string {
  const manifest = findPackageJSON(import.meta.url);
  return (JSON.parse(readFileSync(manifest ?? '', 'utf8')) as { version: string }).version;
}
