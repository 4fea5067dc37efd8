/**
 * Settings by which the server finds out that this process is gone though nothing closed the connection, and lets go of its
 * locks: TCP keepalive and the time that sent bytes may stay unconfirmed. Over a Unix socket they mean nothing.
 * Our own side has keepalive and a deadline for each statement: Node cannot set TCP_USER_TIMEOUT.
 */
export const peerTimeouts = {
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '15s',
} as const;
