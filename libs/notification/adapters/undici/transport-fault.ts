import { exchangeFault } from '@gatehouse/platform/http';

const REASONS = {
  UND_ERR_HEADERS_TIMEOUT: 'headers-timeout',
  UND_ERR_BODY_TIMEOUT: 'body-timeout',
  BodyTooLarge: 'answer-too-large',
};

/** A short word for what broke a provider's answer off. */
export const transportFault = (error: unknown): string => exchangeFault(error, REASONS);
