import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the local deployment answers, for `npm run demo` in another terminal. */
export interface Addresses {
  readonly api: string;
  /** The sandbox; null where a real provider carries the mail. */
  readonly inbox: string | null;
}

const fileIn = (folder: string): string => path.join(folder, 'addresses.json');

export const writeAddresses = (folder: string, addresses: Addresses): Promise<void> =>
  writeFile(fileIn(folder), `${JSON.stringify(addresses)}\n`);

export const forgetAddresses = (folder: string): Promise<void> => rm(fileIn(folder), { force: true });

/** Null when nothing runs in this folder. */
export async function readAddresses(folder: string): Promise<Addresses | null> {
  try {
    return JSON.parse(await readFile(fileIn(folder), 'utf8')) as Addresses;
  } catch {
    return null;
  }
}
