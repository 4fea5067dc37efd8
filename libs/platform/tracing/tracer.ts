/** What a span tells besides its name and time: names of the program and outcomes. Never anything about a person. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  /** `internal` by default. */
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes?: SpanAttributes;
  /** W3C `traceparent` of the span that this one follows from; absent: the span that is current, or none. */
  readonly parent?: string | undefined;
}

export interface Span {
  /** What runs in here, and whatever it awaits, is a part of this span. */
  within<T>(run: () => T): T;
  set(attributes: SpanAttributes): void;
  rename(name: string): void;
  /** @param isFault by default it went well */
  end(isFault?: boolean): void;
}

export interface TraceIds {
  readonly trace_id: string;
  readonly span_id: string;
}

/** Where spans are made and sent. */
export interface Tracer {
  open(name: string, options: SpanOptions): Span;
  /** Of the current span; undefined where there is none, or where its trace is not recorded. */
  traceparent(): string | undefined;
  ids(): TraceIds | undefined;
  /** Sends what has not been sent, as far as the receiver takes it at once. */
  close(): Promise<void>;
}
