import { exchangeFault } from '@gatehouse/platform/http';

const FAULTS = {
  ADDRESS_REFUSED: 'address-refused',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'answer-too-large',
  CERT_HAS_EXPIRED: 'certificate-refused',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-refused',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-refused',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-refused',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-refused',
};

/** A short word for what kept a webhook's answer away. */
export const transportFault = (error: unknown): string => exchangeFault(error, FAULTS);
