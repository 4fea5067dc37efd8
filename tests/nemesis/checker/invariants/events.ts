import { WEBHOOK_TYPES } from '../../clients/load.ts';
import type { Told } from '../../history/history.ts';
import type { Evidence } from '../evidence.ts';
import type { Invariant } from '../invariant.ts';
import { overwrittenAmong } from '../overwritten.ts';

const toldBy = ({ history }: Evidence): ReadonlyMap<string, readonly Told[]> =>
  Map.groupBy(history.told, ({ reader }) => reader);

const feeds = (evidence: Evidence) => [...toldBy(evidence)].filter(([reader]) => reader.startsWith('feed'));

/** Each once, at its first place. */
const firsts = (told: readonly Told[]): string[] => [...new Set(told.map(({ id }) => id))];

/** What others hear of it. */
export const INVARIANTS_OF_EVENTS: readonly Invariant[] = [
  {
    name: 'a reader of the feed misses no event',
    source: 'ADR 3',
    check: (evidence, verdict) => {
      for (const [reader, told] of feeds(evidence)) {
        const seen = new Set(firsts(told));
        for (const { id, type, subject } of evidence.events)
          verdict.holds(seen.has(id), () => `${reader} was never handed ${type} ${id}`, id, subject);
      }
    },
  },
  {
    name: 'the feed is in commit order',
    source: 'ADR 3',
    check: (evidence, verdict) => {
      const place = new Map(evidence.events.map(({ id }, index) => [id, index]));
      for (const [reader, told] of feeds(evidence)) {
        let last = -1;
        for (const id of firsts(told)) {
          const at = place.get(id) ?? last;
          verdict.holds(at >= last, () => `${reader} was handed ${id} after later events`, id);
          last = Math.max(last, at);
        }
      }
    },
  },
  {
    name: 'a reader that stores its cursor is handed again only what it had not stored',
    source: 'ADR 43',
    check: (evidence, verdict) => {
      const MOST = 200;
      for (const [reader, told] of feeds(evidence)) {
        const seqs = new Map<string, number>();
        for (const { id, seq } of told) {
          const distance = seq - (seqs.get(id) ?? seq);
          verdict.holds(distance <= MOST, () => `${reader} was handed ${id} again ${distance} events later`, id);
          seqs.set(id, seq);
        }
      }
    },
  },
  {
    name: 'nobody hears of an event that is not in the log',
    source: 'ADR 50',
    check: (evidence, verdict) => {
      const there = new Set(evidence.events.map(({ id }) => id));
      for (const { reader, id, type } of evidence.history.told)
        verdict.holds(there.has(id), () => `${reader} was told of ${type} ${id}, which is not in the log`, id);
      for (const { id, type } of evidence.history.hooks)
        verdict.holds(there.has(id), () => `a webhook told of ${type} ${id}, which is not in the log`, id);
    },
  },
  {
    name: 'the broker has every event',
    source: 'ADR 41',
    check: (evidence, verdict) => {
      const kept = new Set(evidence.stream.map(({ text }) => idIn(text)));
      const told = new Set((toldBy(evidence).get('broker') ?? []).map(({ id }) => id));
      const overwritten = overwrittenAmong(evidence.events);
      for (const { id, type, subject } of evidence.events) {
        const wasThere = kept.has(id) || told.has(id) || overwritten.has(id);
        verdict.holds(wasThere, () => `the broker has no ${type} ${id}`, id, subject);
      }
    },
  },
  {
    name: 'a follower on the broker is handed every event',
    source: 'ADR 41',
    check: (evidence, verdict) => {
      const told = new Set((toldBy(evidence).get('broker') ?? []).map(({ id }) => id));
      const overwritten = overwrittenAmong(evidence.events);
      for (const { id, type, subject } of evidence.events)
        if (!overwritten.has(id)) verdict.holds(told.has(id), () => `the follower has no ${type} ${id}`, id, subject);
    },
  },
  {
    name: 'the stream on the broker keeps one copy of each event',
    source: 'ADR 41',
    check: ({ stream }, verdict) => {
      const ids = stream.map(({ text }) => idIn(text)).filter((id) => id !== '');
      for (const [id, copies] of Map.groupBy(ids, (one) => one))
        verdict.holds(copies.length === 1, () => `the broker has ${id} ${copies.length} times`, id);
    },
  },
  {
    name: 'one person’s events come in order on the broker',
    source: 'ADR 41',
    check: (evidence, verdict) => {
      const place = new Map(evidence.events.map(({ id }, index) => [id, index]));
      const inStream = [...(toldBy(evidence).get('broker') ?? [])].sort((one, other) => one.seq - other.seq);
      for (const [subject, told] of Map.groupBy(inStream, (one) => one.subject)) {
        const places = firsts(told).map((id) => place.get(id) ?? 0);
        const isInOrder = places.every((at, index) => index === 0 || at > (places[index - 1] ?? 0));
        verdict.holds(isInOrder, () => `events of ${subject} came in another order`, subject);
      }
    },
  },
  {
    name: 'every event reaches its webhook, or its delivery still has time',
    source: 'ADR 43',
    check: (evidence, verdict) => {
      const got = new Set(evidence.history.hooks.filter(({ status }) => status === 204).map(({ id }) => id));
      const open = new Map(evidence.webhookDeliveries.map((row) => [row.event_id, row]));
      for (const type of WEBHOOK_TYPES) {
        for (const { id, subject } of evidence.eventsByType.get(type) ?? []) {
          const row = open.get(id);
          const hasTime = row?.state === 'pending' && row.deadline.getTime() > evidence.now;
          verdict.holds(got.has(id) || hasTime, () => `no webhook told of ${type} ${id}: ${row?.state}`, id, subject);
        }
      }
    },
  },
  {
    name: 'a webhook is delivered under one id, and counted as delivered only then',
    source: 'ADR 43',
    check: ({ history, webhookDeliveries }, verdict) => {
      const got = new Set(history.hooks.map(({ id }) => id));
      for (const [event, rows] of Map.groupBy(webhookDeliveries, ({ event_id }) => event_id)) {
        verdict.holds(rows.length === 1, () => `event ${event} has ${rows.length} deliveries`, event);
        const isTrue = rows[0]?.state !== 'delivered' || got.has(event);
        verdict.holds(isTrue, () => `event ${event} counts as delivered, and never came`, event);
      }
    },
  },
  {
    name: 'every webhook is signed',
    source: 'ADR 43',
    check: ({ history }, verdict) => {
      for (const { id, isSigned } of history.hooks)
        verdict.holds(isSigned, () => `webhook ${id} has a wrong signature`, id);
    },
  },
  {
    name: 'no cursor is ahead of the log',
    source: 'ADR 50',
    check: ({ cursors }, verdict) => {
      for (const { subscriber, is_within } of cursors)
        verdict.holds(is_within, () => `the cursor of ${subscriber} is ahead of the log`, subscriber);
    },
  },
];

function idIn(text: string): string {
  try {
    return (JSON.parse(text) as { id?: string }).id ?? '';
  } catch {
    return '';
  }
}
