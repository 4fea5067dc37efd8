/** How long the former mailbox may undo a change of address. */
export const UNDO_SECONDS = 72 * 3_600;
