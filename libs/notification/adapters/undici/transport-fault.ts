const REASONS: Readonly<Record<string, string>> = {
  TimeoutError: 'timeout',
  UND_ERR_ABORTED: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  UND_ERR_HEADERS_TIMEOUT: 'headers-timeout',
  UND_ERR_BODY_TIMEOUT: 'body-timeout',
  ETIMEDOUT: 'connect-timeout',
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  EPIPE: 'connection-reset',
  UND_ERR_SOCKET: 'connection-reset',
  ENOTFOUND: 'name-unresolved',
  EAI_AGAIN: 'name-unresolved',
  BodyTooLarge: 'answer-too-large',
};

/** A short word for what broke the exchange. The error's own message may hold addresses: it is not used. */
export function transportFault(error: unknown): string {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown };
  return REASONS[String(code)] ?? REASONS[String(name)] ?? 'network-fault';
}
