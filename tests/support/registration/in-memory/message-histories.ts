import type { AddressHistory, CodeHistory } from '../../../../libs/registration/application/ports/message-history.js';

export const NOON = new Date('2026-05-01T12:00:00.000Z');

/** That many seconds before noon, each of them; ascending when they are given descending. */
export const ago = (...seconds: readonly number[]): Date[] =>
  seconds.map((each) => new Date(NOON.getTime() - each * 1000));

/** What a recipient has had who has had nothing, at noon. */
export const history = (changes: Partial<CodeHistory & AddressHistory> = {}): CodeHistory & AddressHistory => ({
  now: NOON,
  messages: [],
  messagesAnywhere: [],
  networkMessages: [],
  wideNetworkMessages: [],
  reserve: null,
  wrongTries: 0,
  textMessages: [],
  latestOfPurpose: null,
  destination: null,
  latestPending: null,
  isOwned: false,
  ...changes,
});
