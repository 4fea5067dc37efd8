import type { TracingSettings } from '../config/index.js';
import type { Span, SpanOptions, TraceIds, Tracer } from './tracer.js';

/** Who may learn which trace a message belongs to. */
export type TraceReceiver = TracingSettings['context'][number];

const NO_SPAN: Span = {
  within: (run) => run(),
  set: () => undefined,
  rename: () => undefined,
  end: () => undefined,
};

/** One for the process, as its log is; null: nothing is traced, and nothing of OpenTelemetry is loaded. */
let tracer: Tracer | null = null;
let receivers: ReadonlySet<TraceReceiver> = new Set();

/**
 * From now on what this process does is traced.
 * @param name of the process: `api`
 * @param settings null: nothing happens
 * @returns what sends the last spans, for the end of the process
 */
export async function startTracing(settings: TracingSettings | null, name: string): Promise<() => Promise<void>> {
  if (!settings) return async () => undefined;
  const { OpenTelemetryTracer } = await import('./open-telemetry-tracer.js');
  const started = new OpenTelemetryTracer(settings, `gatehouse-${name}`);
  tracer = started;
  receivers = new Set(settings.context);
  return async () => {
    tracer = null;
    await started.close();
  };
}

export const isTracing = (): boolean => tracer !== null;

/** A span that is ended by its opener. */
export const openSpan = (name: string, options: SpanOptions = {}): Span => tracer?.open(name, options) ?? NO_SPAN;

/** Runs as a part of a new span, which ends when it does; a rejection is a fault. */
export async function traced<T>(
  name: string,
  options: SpanOptions,
  run: (span: Pick<Span, 'set'>) => Promise<T>,
): Promise<T> {
  if (!tracer) return run(NO_SPAN);
  const span = tracer.open(name, options);
  let isFault = true;
  try {
    const result = await span.within(() => run(span));
    isFault = false;
    return result;
  } finally {
    span.end(isFault);
  }
}

/** The same for what another process has begun: without a parent it is no part of a trace, and gets no span. */
export const tracedFrom = <T>(
  parent: string | undefined,
  name: string,
  options: Omit<SpanOptions, 'parent'>,
  run: (span: Pick<Span, 'set'>) => Promise<T>,
): Promise<T> => (parent === undefined ? run(NO_SPAN) : traced(name, { ...options, parent }, run));

/** The current span, for the event that is written or the job that is ordered; undefined: there is none. */
export const currentTraceparent = (): string | undefined => tracer?.traceparent();

/** For lines of the log. */
export const currentTraceIds = (): TraceIds | Record<string, never> => tracer?.ids() ?? {};

/** The header for a message that leaves the service; nothing where its receiver is not to know. */
export function traceHeader(receiver: TraceReceiver): { readonly traceparent?: string } {
  const traceparent = receivers.has(receiver) ? tracer?.traceparent() : undefined;
  return traceparent === undefined ? {} : { traceparent };
}

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A header as W3C Trace Context has it; anything else is ignored. */
export const readTraceparent = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' && TRACEPARENT.test(header) ? header : undefined;
