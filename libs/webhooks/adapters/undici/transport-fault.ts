const FAULTS: Readonly<Record<string, string>> = {
  ADDRESS_REFUSED: 'address-refused',
  TimeoutError: 'timeout',
  UND_ERR_ABORTED: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'answer-too-large',
  ETIMEDOUT: 'connect-timeout',
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  EPIPE: 'connection-reset',
  UND_ERR_SOCKET: 'connection-reset',
  ENOTFOUND: 'name-unresolved',
  EAI_AGAIN: 'name-unresolved',
  CERT_HAS_EXPIRED: 'certificate-refused',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-refused',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-refused',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-refused',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-refused',
};

/** A short word for what broke the exchange. The error's own message may hold addresses: it is not used. */
export function transportFault(error: unknown): string {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown };
  return FAULTS[String(code)] ?? FAULTS[String(name)] ?? 'network-fault';
}
