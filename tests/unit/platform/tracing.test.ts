import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSettings, SettingsFault } from '@gatehouse/platform/config';
import {
  currentTraceIds,
  currentTraceparent,
  isTracing,
  openSpan,
  readTraceparent,
  startTracing,
  traced,
  tracedFrom,
  traceHeader,
} from '@gatehouse/platform/tracing';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const KEYS = `first:${Buffer.alloc(32, 'tests').toString('base64')}`;
const MINIMUM = { APP_ENV: 'test', DATABASE_URL: 'postgres://localhost/gatehouse', CODE_KEYS: KEYS, TOKEN_KEYS: KEYS };
const faultsOf = (more: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readSettings({ ...MINIMUM, ...more });
    return [];
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults;
    throw error;
  }
};

describe('traces', () => {
  it('are off without an endpoint, and everything runs as it would', async () => {
    expect(readSettings(MINIMUM).tracing).toBeNull();
    await startTracing(null, 'api');
    expect(isTracing()).toBe(false);
    const span = openSpan('GET');
    expect(span.within(() => 7)).toBe(7);
    span.end();
    expect(await traced('command', {}, async () => 8)).toBe(8);
    expect(await tracedFrom('00-…', 'job', {}, async () => 9)).toBe(9);
    await expect(traced('command', {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(currentTraceparent()).toBeUndefined();
    expect(currentTraceIds()).toEqual({});
    expect(traceHeader('nats')).toEqual({});
  });

  it('load OpenTelemetry only where they are on', () => {
    const files = globSync('{apps,libs}/**/*.ts', { cwd: root, exclude: ['**/{node_modules,dist}'] });
    const mention = (words: string) =>
      files.filter((file) => readFileSync(root + file, 'utf8').includes(words)).toSorted();
    expect(mention("'@opentelemetry/")).toEqual(['libs/platform/tracing/open-telemetry-tracer.ts']);
    expect(mention("open-telemetry-tracer.js'")).toEqual(['libs/platform/tracing/tracing.ts']);
    expect(readFileSync(`${root}libs/platform/tracing/tracing.ts`, 'utf8')).toContain(
      "await import('./open-telemetry-tracer.js')",
    );
  });

  it('take their settings, and name what is wrong', () => {
    const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://collector:4318';
    expect(readSettings({ ...MINIMUM, OTEL_EXPORTER_OTLP_ENDPOINT }).tracing).toEqual({
      endpoint: OTEL_EXPORTER_OTLP_ENDPOINT,
      ratio: 1,
      context: ['nats'],
    });
    const more = { OTEL_TRACES_SAMPLER_ARG: '0.05', TRACE_CONTEXT_TO: 'providers, webhooks' };
    expect(readSettings({ ...MINIMUM, OTEL_EXPORTER_OTLP_ENDPOINT, ...more }).tracing).toMatchObject({
      ratio: 0.05,
      context: ['webhooks', 'providers'],
    });
    const none = { OTEL_EXPORTER_OTLP_ENDPOINT, TRACE_CONTEXT_TO: 'none' };
    expect(readSettings({ ...MINIMUM, ...none }).tracing).toMatchObject({ context: [] });
    expect(faultsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toHaveLength(1);
    expect(faultsOf({ OTEL_TRACES_SAMPLER_ARG: '2' })).toEqual([
      'OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1',
    ]);
    expect(faultsOf({ TRACE_CONTEXT_TO: 'everybody' })).toEqual([
      'TRACE_CONTEXT_TO must be none or a list of nats, webhooks, providers',
    ]);
  });

  it.each([
    ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', true],
    ['00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01', false],
    ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more', false],
    ['00-00000000000000000000000000000000-b7ad6b7169203331-01', false],
    ['00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01', false],
    ['ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', false],
    ['', false],
  ])('read the header %s as W3C Trace Context says', (header, isValid) => {
    expect(readTraceparent(header)).toBe(isValid ? header : undefined);
    expect(readTraceparent([header, header])).toBeUndefined();
  });
});
