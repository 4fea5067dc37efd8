const file = (name: string) => new URL(`./files/${name}`, import.meta.url);

/** What the pages load beside the components, to be served by anyone who mounts them. */
export const PAGE_FILES = {
  icon: { location: file('icon.svg'), type: 'image/svg+xml' },
  style: { location: file('hosted-page.css'), type: 'text/css; charset=utf-8' },
  page: { location: file('hosted-page.client.js'), type: 'text/javascript; charset=utf-8' },
} as const;

export type PageFileName = keyof typeof PAGE_FILES;

/**
 * A page runs its own files and asks its own server, nothing else. Its form goes nowhere by itself, so that without
 * scripts no password ends up in an address, and no text ever becomes code.
 */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
