export {
  currentTraceIds,
  currentTraceparent,
  isTracing,
  openSpan,
  readTraceparent,
  startTracing,
  traced,
  tracedFrom,
  traceHeader,
} from './tracing.js';
