/** Of a call, where its operation says no other. */
export const MAX_BODY_BYTES = 8 * 1024;
