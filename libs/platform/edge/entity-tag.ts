import { createHash } from 'node:crypto';

/** Changes with the body, and with nothing else (RFC 9110, section 8.8.3). */
export const entityTag = (body: object): string =>
  `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url')}"`;

/** Whether a header `If-None-Match` names a tag. Compared weakly (RFC 9110, section 13.1.2). */
export const namesEntityTag = (ifNoneMatch: string | readonly string[] | undefined, tag: string): boolean =>
  String(ifNoneMatch ?? '')
    .split(',')
    .map((named) => named.trim().replace(/^W\//, ''))
    .some((named) => named === tag || named === '*');
