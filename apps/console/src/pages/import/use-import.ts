import { useEffect, useRef, useState } from 'react';
import { useAdministration } from '../../api/administration.js';
import { type ImportProgress, ImportRun, type SendLines } from './import-run.js';

export type ImportState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running' | 'paused' | 'finished';
      readonly file: File;
      readonly progress: ImportProgress;
      readonly error: unknown;
    };

export interface Import {
  readonly state: ImportState;
  start(file: File): void;
  pause(): void;
  resume(): void;
  /** The outcome of each line so far. */
  report(): Blob;
  forget(): void;
}

/** The import of one file after the other. Leaving the page interrupts it; nothing that was imported is lost. */
export function useImport(): Import {
  const send = useSendLines();
  const [state, setState] = useState<ImportState>({ kind: 'idle' });
  const current = useRef<{ readonly file: File; readonly run: ImportRun } | null>(null);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  useWarning(state.kind === 'running');

  async function go(): Promise<void> {
    const { file, run } = current.current ?? {};
    if (!file || !run) return;
    stop.current = new AbortController();
    const { signal } = stop.current;
    const become = (kind: 'running' | 'paused' | 'finished', error: unknown = null) =>
      setState({ kind, file, progress: run.progress, error });
    become('running');
    try {
      await run.run(signal);
      become('finished');
    } catch (error) {
      if (current.current?.run === run) become('paused', signal.aborted ? null : error);
    }
  }

  return {
    state,
    start: (file) => {
      const run = new ImportRun(file, send, (progress) => {
        if (current.current?.run === run && !stop.current.signal.aborted)
          setState({ kind: 'running', file, progress, error: null });
      });
      current.current = { file, run };
      void go();
    },
    pause: () => stop.current.abort(),
    resume: () => void go(),
    report: () => current.current?.run.report ?? new Blob(),
    forget: () => {
      stop.current.abort();
      current.current = null;
      setState({ kind: 'idle' });
    },
  };
}

function useSendLines(): SendLines {
  const { api, header } = useAdministration();
  return async (importId, lines, signal) => {
    const { data, response } = await api.POST('/v1/admin/import', {
      params: { query: { importId }, header },
      headers: { 'Content-Type': 'application/x-ndjson' },
      // The document describes a line; what is sent are many.
      body: new Blob([lines]) as never,
      bodySerializer: (body) => body as never,
      parseAs: 'text',
      signal,
    });
    if (typeof data !== 'string') throw new TypeError(`The answer ${response.status} has no report`);
    return data;
  };
}

/** Asks before the tab is closed in the middle of an import. */
function useWarning(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isNeeded]);
}
