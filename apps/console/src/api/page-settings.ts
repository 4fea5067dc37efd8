import { createContext } from 'react';

/** What the service has written into the page. */
export interface PageSettings {
  /** Path of the address at which the service is reached: `/auth`, or empty. */
  readonly basePath: string;
  /** For style elements, which the page’s policy allows only with it. */
  readonly styleNonce: string;
  /** Of the service. */
  readonly version: string;
}

/** @throws TypeError where the page is not the console's */
export function readPageSettings(root: HTMLElement | null): PageSettings {
  if (!root) throw new TypeError('The page has no element for the console');
  const { basePath = '', styleNonce = '', version = '' } = root.dataset;
  return { basePath, styleNonce, version };
}

export const PageSettingsContext = createContext<PageSettings>({ basePath: '', styleNonce: '', version: '' });
