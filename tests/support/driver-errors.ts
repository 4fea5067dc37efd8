/** Codes of the driver (postgres 3.4.9, `errors.js` and its callers) that speak of the connection. */
const OF_THE_DRIVER = [
  ...['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED', 'CONNECT_TIMEOUT', 'SASL_SIGNATURE_MISMATCH'],
];

/** Codes of sockets, name resolution and TLS in Node. */
const OF_THE_SOCKET = [
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'ENOENT', 'EACCES', 'EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOTCONN', 'EPROTO'],
  ...['ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ...['ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_SSL_WRONG_VERSION_NUMBER'],
];

export const connectionErrors: readonly string[] = [...OF_THE_DRIVER, ...OF_THE_SOCKET];

/** Codes of the driver for code of ours that misuses it. */
export const misuses: readonly string[] = [
  ...['COPY_IN_PROGRESS', 'MAX_PARAMETERS_EXCEEDED', 'MESSAGE_NOT_SUPPORTED', 'NOT_TAGGED_CALL', 'UNDEFINED_VALUE'],
  ...['UNSAFE_TRANSACTION'],
];
