import { GatehouseProblem, GatehouseUnreachable } from '@gatehouse/client';
import { useEffect, useState } from 'react';
import { bodyOf, useAdministration } from '../../api/administration.js';
import type { PublishedEvent } from './event-list.js';

/** Shorter than the client waits for an answer. */
const WAIT_SECONDS = 10;
const RETRY_MS = 3_000;
/** A tab that stays open for a day must not grow without end. */
const MOST_SHOWN = 500;

export interface LiveEventsState {
  /** Latest first. */
  readonly events: readonly PublishedEvent[];
  readonly state: 'live' | 'paused' | 'reconnecting' | 'failed';
  readonly error: unknown;
  readonly isPaused: boolean;
  setPaused(isPaused: boolean): void;
}

/**
 * Follows the log from now on. A pause, or a connection that was lost, misses nothing: it goes on from its cursor.
 * @param types separated by commas; empty is all
 */
export function useLiveEvents(types: string): LiveEventsState {
  const { api, application } = useAdministration();
  const [events, setEvents] = useState<readonly PublishedEvent[]>([]);
  const [cursor] = useState(() => ({ after: 'latest' }));
  const [connection, setConnection] = useState<'live' | 'reconnecting' | 'failed'>('live');
  const [error, setError] = useState<unknown>(null);
  const [isPaused, setPaused] = useState(false);

  useEffect(() => {
    if (isPaused) return;
    const stop = new AbortController();
    const { signal } = stop;
    const read = async () => {
      const query = { after: cursor.after, wait: WAIT_SECONDS, ...(types && { types }) };
      const params = { query, header: { 'Gatehouse-Application': application } };
      const page = await bodyOf(api.GET('/v1/events', { params, signal }));
      signal.throwIfAborted();
      cursor.after = page.nextAfter;
      setConnection('live');
      if (page.events.length > 0) setEvents((shown) => [...page.events.toReversed(), ...shown].slice(0, MOST_SHOWN));
    };
    const waitOut = async (failure: unknown) => {
      if (!mayPass(failure)) throw failure;
      setConnection('reconnecting');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    };
    const follow = async () => {
      while (!signal.aborted) await read().catch((failure: unknown) => (signal.aborted ? undefined : waitOut(failure)));
    };
    follow().catch((failure: unknown) => {
      setError(failure);
      setConnection('failed');
      setPaused(true);
    });
    return () => stop.abort();
  }, [api, application, cursor, types, isPaused]);

  return {
    events,
    state: isPaused && connection !== 'failed' ? 'paused' : connection,
    error,
    isPaused,
    setPaused: (value) => {
      if (!value) setConnection('live');
      setPaused(value);
    },
  };
}

const mayPass = (error: unknown): boolean =>
  error instanceof GatehouseUnreachable ||
  (error instanceof GatehouseProblem && (error.status === 429 || error.status >= 500));
