const WEB = /^https?:\/\//;

/** The one address that was asked for, if it is on the list, character by character; else null. */
export function redirectTarget(asked: readonly string[], allowed: readonly string[]): string | null {
  const [target] = asked;
  return asked.length === 1 && target !== undefined && WEB.test(target) && allowed.includes(target) ? target : null;
}
