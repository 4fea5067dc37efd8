/** What an application may have, and what a webhook may do before it is left alone. Times in seconds. */
export const webhookPolicy = {
  mostOfAnApplication: 20,
  usualOverlapSeconds: 86_400,
  /** After so many failures in a row nothing is sent but one attempt at a time, to see whether it is back. */
  breakerAfter: 5,
  breakerFirstSeconds: 10,
  breakerLongestSeconds: 600,
  /** How long an attempt holds the others back that comes to see. Longer than an attempt can take. */
  probeSeconds: 20,
  /** Anyone who takes nothing for so long is not there any more. */
  disabledAfterSeconds: 3 * 86_400,
} as const;
