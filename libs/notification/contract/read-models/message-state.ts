export const MESSAGE_CHANNELS = ['mail', 'sms'] as const;
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

/** What lists can be asked for: the states, and of those that failed the ones that somebody should look at. */
export const LISTED_STATES = ['queued', 'sending', 'sent', 'failed', 'dead-letter'] as const;
export type ListedState = (typeof LISTED_STATES)[number];

/** Why a message is a dead letter: somebody waits for it, and does not get it. */
export const LOSSES = ['deadline-passed', 'refused'] as const;
export type Loss = (typeof LOSSES)[number];
