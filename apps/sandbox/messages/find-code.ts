const CODE_ALONE_ON_A_LINE = /^[ \t]*(\d{4,10})[ \t]*\r?$/m;

/** The first number of 4 to 10 digits that stands alone on a line, which is how a message carries its code. */
export function findCode(text: string | null): string | null {
  return text === null ? null : (CODE_ALONE_ON_A_LINE.exec(text)?.[1] ?? null);
}
