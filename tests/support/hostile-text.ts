/** `part` again and again, up to `bytes` of ASCII, and `end` behind it. */
export const filled = (bytes: number, part: string, end = ''): string =>
  part.repeat(Math.ceil(bytes / part.length)).slice(0, bytes - end.length) + end;
