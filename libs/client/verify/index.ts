export {
  type AccessToken,
  AccessTokenInvalid,
  AccessTokenVerifier,
  type AccessTokenVerifierOptions,
  KeysUnavailable,
} from './access-token-verifier.js';
export { type WebhookHeaders, WebhookInvalid, WebhookVerifier } from './webhook-verifier.js';
