/** What a provider makes of a message. A fault of the provider or of the network is a refusal, never an exception. */
export type ProviderAnswer =
  | { readonly kind: 'accepted'; readonly providerMessageId: string | null }
  | {
      readonly kind: 'refused';
      readonly retryable: boolean;
      /** A short stable word such as `http-500`: no address, no code, no key. */
      readonly reason: string;
      readonly retryAfterSeconds?: number;
      /** HTTP status; absent where no answer came. */
      readonly status?: number;
    };
