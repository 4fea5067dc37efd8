import { type Refusal, refusal } from './refusal.js';
import { EVENTS_SECRET, type Stage } from './stage.js';

const EVENTS = 'POST /v1/providers/{name}/events';

const report = ({ api }: Stage, body: string, { name = 'sandbox', secret = EVENTS_SECRET } = {}) =>
  api.http.post(`/v1/providers/${name}/events`).auth('gatehouse', secret).type('json').send(body);

export const providerEventRefusals: readonly Refusal[] = [
  refusal(EVENTS, 404, 'not-found', (stage) => report(stage, '{}', { name: 'nobody' })),
  refusal(EVENTS, 401, 'signature-invalid', (stage) => report(stage, '{}', { secret: 'wrong' })),
  refusal(EVENTS, 400, 'json-invalid', (stage) => report(stage, '{"event":')),
  refusal(EVENTS, 413, 'body-too-large', (stage) => report(stage, `{}${' '.repeat(1024 * 1024)}`)),
  refusal(EVENTS, 422, 'validation-failed', ({ api }) =>
    api.http.post('/v1/providers/sandbox/events?delivery=1').auth('gatehouse', EVENTS_SECRET).send({}),
  ),
];
