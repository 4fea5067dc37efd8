import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  type Span as OpenTelemetrySpan,
  type Tracer as OpenTelemetryTracerApi,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { TracingSettings } from '../config/index.js';
import { atMost } from '../process.js';
import type { Span, SpanAttributes, SpanOptions, TraceIds, Tracer } from './tracer.js';

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/** Spans are sent so often, in milliseconds, and so many at most; what does not fit in the queue is dropped. */
const BATCH = { scheduledDelayMillis: 1_000, maxExportBatchSize: 512, maxQueueSize: 4_096, exportTimeoutMillis: 5_000 };
/** For the last spans of a process that ends, in milliseconds: an API may drain for 9 of the 10 s that it has. */
const CLOSE_MS = 250;

/** Spans of this process, sent as OTLP over HTTP in JSON. Loaded only where there is somebody to send them to. */
export class OpenTelemetryTracer implements Tracer {
  readonly #current = new AsyncLocalStorage<OpenTelemetrySpan>();
  readonly #provider: TracerProvider;
  readonly #tracer: OpenTelemetryTracerApi;

  constructor({ endpoint, ratio }: TracingSettings, service: string) {
    const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': service }),
      // By the trace's id alone, so that all processes decide alike, whatever a caller's flag says.
      sampler: new TraceIdRatioBasedSampler(ratio),
      spanProcessors: [new BatchSpanProcessor({ exporter, ...BATCH })],
    });
    this.#tracer = this.#provider.getTracer('gatehouse');
  }

  open(name: string, { kind = 'internal', attributes = {}, parent }: SpanOptions): Span {
    const span = this.#tracer.startSpan(
      name,
      { kind: KINDS[kind], attributes: { ...attributes } },
      this.#after(parent),
    );
    return {
      within: (run) => this.#current.run(span, run),
      set: (more: SpanAttributes) => span.setAttributes({ ...more }),
      rename: (other) => span.updateName(other),
      end: (isFault = false) => {
        if (isFault) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }

  traceparent(): string | undefined {
    const context = this.#current.getStore()?.spanContext();
    if (!context || (context.traceFlags & TraceFlags.SAMPLED) === 0) return undefined;
    return `00-${context.traceId}-${context.spanId}-01`;
  }

  ids(): TraceIds | undefined {
    const context = this.#current.getStore()?.spanContext();
    return context && { trace_id: context.traceId, span_id: context.spanId };
  }

  async close(): Promise<void> {
    await atMost(CLOSE_MS, this.#provider.shutdown());
  }

  /** @param parent a valid `traceparent` */
  #after(parent: string | undefined): Context {
    if (parent !== undefined) {
      const [, traceId = '', spanId = '', flags = '00'] = parent.split('-');
      const traceFlags = Number.parseInt(flags, 16);
      return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
    }
    const current = this.#current.getStore();
    return current ? trace.setSpan(ROOT_CONTEXT, current) : ROOT_CONTEXT;
  }
}
