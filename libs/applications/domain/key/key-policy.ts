/** How long the old key goes on beside the one that replaces it, unless told: a day to roll a backend out. */
export const USUAL_OVERLAP_SECONDS = 86_400;

/** Keys of one application that are good at once: enough for every backend, few enough to look through. */
export const MOST_KEYS = 20;
