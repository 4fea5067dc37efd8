/** How long and how often a message is tried. All in seconds. */
export interface DeliveryPolicy {
  /** A message that is not handed over this long after it may be sent is dead. */
  readonly deadlineSeconds: number;
  /** Longest wait after the first refusal; it doubles with each further one. */
  readonly firstRetrySeconds: number;
  readonly longestRetrySeconds: number;
}

export const defaultDeliveryPolicy: DeliveryPolicy = {
  deadlineSeconds: 600,
  firstRetrySeconds: 0.5,
  longestRetrySeconds: 60,
};

/** What has happened is worth knowing the next day, too. */
export const noticeDeliveryPolicy: DeliveryPolicy = {
  deadlineSeconds: 86_400,
  firstRetrySeconds: 0.5,
  longestRetrySeconds: 300,
};

export const deadlineFor = (notBefore: Date, policy: DeliveryPolicy): Date =>
  new Date(notBefore.getTime() + policy.deadlineSeconds * 1000);
