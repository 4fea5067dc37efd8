import { types } from 'node:util';
import { InvalidArgumentError } from 'commander';

/** Of an option that counts something. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Must be a whole number above 0.');
  return Number(text);
}

const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or folder',
  ENOTDIR: 'Not a folder',
  EISDIR: 'This is a folder, not a file',
  EACCES: 'Permission denied',
  EPERM: 'Permission denied',
  EROFS: 'The file system is read-only',
  ENOSPC: 'No space left on the device',
  EDQUOT: 'The disk quota is used up',
};

/** What is wrong with a file that was named, in words; null where no file is to blame. */
export function explainFileFault(failure: unknown): string | null {
  if (!types.isNativeError(failure)) return null;
  const { code = '', path } = failure as NodeJS.ErrnoException;
  const meaning = MEANINGS[code];
  if (meaning === undefined) return null;
  return path === undefined ? meaning : `${meaning}: ${path}`;
}
