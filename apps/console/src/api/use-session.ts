import type { Gatehouse } from '@gatehouse/client';
import { createContext, use, useSyncExternalStore } from 'react';
import type { Claims } from './claims.js';
import type { ConsoleSession, SessionState } from './console-session.js';

export const SessionContext = createContext<ConsoleSession | null>(null);

/** @throws TypeError outside of the console */
export function useConsoleSession(): ConsoleSession {
  const session = use(SessionContext);
  if (!session) throw new TypeError('There is no session around this component');
  return session;
}

export function useSessionState(): SessionState {
  const session = useConsoleSession();
  return useSyncExternalStore(session.subscribe, session.current);
}

/**
 * Who is signed in.
 * @throws TypeError on a page that needs no sign-in
 */
export function useSignedIn(): { readonly claims: Claims; readonly gatehouse: Gatehouse } {
  const state = useSessionState();
  if (state.kind !== 'signed-in') throw new TypeError('Nobody is signed in');
  return state;
}

/** Whether the person may do this; what may not be done is not shown. */
export const useMay = (scope: string): boolean => useSignedIn().claims.scopes.has(scope);
