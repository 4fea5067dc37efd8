// Writes the dashboards for Grafana: docker/monitoring/grafana/*.json. `npm run dashboards`; CI fails where that changes anything.
import { mkdirSync, writeFileSync } from 'node:fs';
import * as common from '@grafana/grafana-foundation-sdk/common';
import { DashboardBuilder, DatasourceVariableBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';

const FOLDER = new URL('docker/monitoring/grafana/', import.meta.url);
/** Chosen by anyone who imports a dashboard. */
const PROMETHEUS = { type: 'prometheus', uid: '$' + '{datasource}' };

const query = (expr, legend = '') => new DataqueryBuilder().expr(expr).legendFormat(legend);
const rate = (series, by) => `sum${by ? ` by (${by})` : ''} (rate(${series}[$__rate_interval]))`;
const quantile = (q, series, by) => `histogram_quantile(${q}, ${rate(series, by ? `le, ${by}` : 'le')})`;

/** The share that went well within the last hour. */
const objective = (title, recorded, target) =>
  new Stat()
    .title(title)
    .description(`Share within the last hour. The objective is ${target} over 30 days; docs/runbooks.md explains it.`)
    .datasource(PROMETHEUS)
    .unit('percentunit')
    .decimals(3)
    .height(4)
    .span(6)
    .withTarget(query(`1 - gatehouse:${recorded}:ratio_rate1h`));

const figure = (title, expr, description) =>
  new Stat().title(title).description(description).datasource(PROMETHEUS).height(4).span(6).withTarget(query(expr));

const chart = (title, unit, description, ...queries) =>
  queries.reduce(
    (panel, [expr, legend]) => panel.withTarget(query(expr, legend)),
    new TimeSeries()
      .title(title)
      .description(description)
      .datasource(PROMETHEUS)
      .unit(unit)
      .min(0)
      .height(8)
      .span(12)
      .showPoints(common.VisibilityMode.Never)
      .legend(
        new common.VizLegendOptionsBuilder()
          .displayMode(common.LegendDisplayMode.List)
          .placement(common.LegendPlacement.Bottom)
          .showLegend(true),
      ),
  );

const commands = (selector) => `gatehouse_commands_total{${selector}}`;

const people = [
  'Objectives',
  objective('Sign-ups answered', 'sign_ups_failed', '99.9 %'),
  objective('Activations answered', 'activations_failed', '99.9 %'),
  objective('Mails accepted within 5 s', 'mails_late', '99 %'),
  figure(
    'Alerts firing',
    'count(ALERTS{alertname=~"Gatehouse.*",alertstate="firing"}) or vector(0)',
    'Each has a runbook in docs/runbooks.md.',
  ),
  'From sign-up to activation',
  chart(
    'Sign-ups and activations',
    'cpm',
    'Per minute. The distance between the two is what mails, people and codes cost.',
    [`60 * ${rate(commands('command="RegisterUser",outcome="ok"'))}`, 'sign-ups'],
    [`60 * ${rate(commands('command="ActivateUser",outcome="ok"'))}`, 'activations'],
  ),
  chart('Refused', 'cpm', 'Sign-ups and activations that were refused, per minute, by reason.', [
    `60 * ${rate(commands('command=~"RegisterUser|ActivateUser",outcome!~"ok|replayed"'), 'command, outcome')}`,
    '{{command}}: {{outcome}}',
  ]),
  chart(
    'Time until a provider has accepted a message',
    's',
    'From the request to the acceptance. A code’s minute begins then.',
    [quantile(0.5, 'gatehouse_acceptance_seconds_bucket', 'channel'), '{{channel}}: median'],
    [quantile(0.95, 'gatehouse_acceptance_seconds_bucket', 'channel'), '{{channel}}: p95'],
  ),
  chart(
    'Codes that came too late',
    'percentunit',
    'Right codes after their time, as a share of right codes, within 30 minutes.',
    ['gatehouse:codes_expired:ratio_rate30m', 'too late'],
  ),
  'Messages',
  chart('Messages', 'cpm', 'Per minute, by how they ended.', [
    `60 * ${rate('gatehouse_deliveries_total', 'channel, outcome')}`,
    '{{channel}}: {{outcome}}',
  ]),
  chart('Answers of providers', 'cpm', 'Per minute; one message may be tried several times.', [
    `60 * ${rate('gatehouse_provider_seconds_count', 'provider, outcome')}`,
    '{{provider}}: {{outcome}}',
  ]),
  chart('Time of providers, p95', 's', 'Until their answer. After 4 s it counts as a failure of the provider.', [
    quantile(0.95, 'gatehouse_provider_seconds_bucket', 'provider'),
    '{{provider}}',
  ]),
  chart('Refused by providers', 'percentunit', 'Share of what a provider gets that it does not accept.', [
    'gatehouse:provider_refusals:ratio_rate5m',
    '{{provider}}',
  ]),
  chart('Breakers', 'short', '0: messages go to the provider, 1: one as a probe, 2: none.', [
    'max by (channel, provider) (gatehouse_provider_breaker)',
    '{{channel}}: {{provider}}',
  ]),
  chart(
    'Waiting and dead messages',
    'short',
    'Messages that could be sent now, and dead letters.',
    ['max(gatehouse_queue_deliver_message_ready)', 'ready'],
    ['max(gatehouse_queue_deliver_message_dead)', 'dead letters'],
  ),
];

const operation = [
  'Processes',
  figure('API processes', 'sum(up{job="gatehouse-api"})', 'Those that can be scraped.'),
  figure('Workers ready', 'sum(gatehouse_worker_ready)', 'Their relays and their job queue are running.'),
  figure('Processes with a database', 'sum(gatehouse_database_up)', 'The database answers and can be used.'),
  figure(
    'Since the last purge',
    'time() - max(gatehouse_purge_finished_seconds > 0 or process_start_time_seconds{job="gatehouse-worker"})',
    'Seconds; at most an hour and a few minutes.',
  ),
  chart('Processor', 'percentunit', 'Share of one core.', [
    'rate(process_cpu_seconds_total{job=~"gatehouse-.*"}[$__rate_interval])',
    '{{job}} {{instance}}',
  ]),
  chart('Memory', 'bytes', 'Resident set.', [
    'process_resident_memory_bytes{job=~"gatehouse-.*"}',
    '{{job}} {{instance}}',
  ]),
  chart('Event loop delay, p99', 's', 'How long a process does not get to other requests.', [
    'nodejs_eventloop_lag_p99_seconds{job=~"gatehouse-.*"}',
    '{{job}} {{instance}}',
  ]),
  chart('Faults', 'cpm', 'Commands that ended with a fault, per minute.', [
    `60 * (${rate('gatehouse_commands_total{outcome="fault"}')} or vector(0))`,
    'faults',
  ]),
  'Requests',
  chart('Requests', 'reqps', 'By status.', [rate('gatehouse_http_request_seconds_count', 'status'), '{{status}}']),
  chart('Time to answer, p99', 's', 'By route; streams last as long as somebody listens.', [
    `topk(10, ${quantile(0.99, 'gatehouse_http_request_seconds_bucket', 'method, route')})`,
    '{{method}} {{route}}',
  ]),
  chart('Passwords waiting', 'short', 'To be hashed, by process.', ['gatehouse_hashes_waiting', '{{instance}}']),
  chart(
    'Hashing, p95',
    's',
    'Time in the queue, and for one hash.',
    ['gatehouse:hash_wait_seconds:p95_5m', 'waiting'],
    [quantile(0.95, 'gatehouse_hash_seconds_bucket', 'purpose'), '{{purpose}}'],
  ),
  chart('Statements waiting', 'short', 'For a connection, by process.', [
    'gatehouse_statements_waiting',
    '{{instance}}',
  ]),
  chart('Waiting for events', 'short', 'Connections of `GET /v1/events` that wait.', [
    'sum(gatehouse_event_followers)',
    'connections',
  ]),
  'Events and jobs',
  chart('Relays', 's', 'How long the oldest event that a subscriber has not been handed has waited.', [
    'max by (subscriber) (gatehouse_relay_lag_seconds)',
    '{{subscriber}}',
  ]),
  chart('Events handed on', 'ops', 'By subscriber.', [
    rate('gatehouse_relayed_events_total', 'subscriber'),
    '{{subscriber}}',
  ]),
  chart(
    'Oldest job',
    's',
    'That could be worked on now.',
    ['max(gatehouse_queue_deliver_message_oldest_seconds)', 'messages'],
    ['max(gatehouse_queue_deliver_webhook_oldest_seconds)', 'webhooks'],
  ),
  chart('Webhooks', 'cpm', 'Attempts per minute, by what came of them.', [
    `60 * ${rate('gatehouse_webhook_attempts_total', 'outcome')}`,
    '{{outcome}}',
  ]),
  chart('Purged rows', 'short', 'Within an hour.', [
    'sum by (what) (increase(gatehouse_purged_rows_total[1h]))',
    '{{what}}',
  ]),
  'NATS (with NATS_URL)',
  chart('Broker', 'short', 'Processes that reach NATS.', ['sum by (job) (gatehouse_broker_up)', '{{job}}']),
  chart('Events not yet on the broker', 's', 'How long the oldest has waited.', [
    'max(gatehouse_broker_lag_seconds)',
    'oldest',
  ]),
  chart(
    'Commands and queries',
    'reqps',
    'By status.',
    [rate('gatehouse_bus_command_seconds_count', 'status'), 'commands: {{status}}'],
    [rate('gatehouse_bus_query_seconds_count', 'status'), 'queries: {{status}}'],
  ),
  chart('Durable commands', 'cpm', 'Per minute: done, again, dead.', [
    `60 * ${rate('gatehouse_durable_commands_total', 'outcome')}`,
    '{{outcome}}',
  ]),
];

function write(uid, title, description, panels) {
  const dashboard = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['gatehouse'])
    .refresh('30s')
    .time({ from: 'now-3h', to: 'now' })
    .timezone('browser')
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'));
  for (const panel of panels) {
    if (typeof panel === 'string') dashboard.withRow(new RowBuilder(panel));
    else dashboard.withPanel(panel);
  }
  writeFileSync(new URL(`${uid}.json`, FOLDER), `${JSON.stringify(dashboard.build(), null, 2)}\n`);
}

mkdirSync(FOLDER, { recursive: true });
write('gatehouse-people', 'Gatehouse: sign-ups and messages', 'What people notice.', people);
write('gatehouse-operation', 'Gatehouse: operation', 'Processes, requests, events and jobs.', operation);
