/** By the code or the name of an error of undici, or of the system below it. */
const FAULTS: Readonly<Record<string, string>> = {
  TimeoutError: 'timeout',
  UND_ERR_ABORTED: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  ETIMEDOUT: 'connect-timeout',
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  EPIPE: 'connection-reset',
  UND_ERR_SOCKET: 'connection-reset',
  ENOTFOUND: 'name-unresolved',
  EAI_AGAIN: 'name-unresolved',
  BodyTooLarge: 'answer-too-large',
};

/**
 * A short word for what broke a call to another service. The error's own message may hold addresses: it is not used.
 * @param more words of the caller's own, which take precedence
 */
export function transportFault(error: unknown, more: Readonly<Record<string, string>> = {}): string {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown };
  const word = (key: string) => more[key] ?? FAULTS[key];
  return word(String(code)) ?? word(String(name)) ?? 'network-fault';
}
