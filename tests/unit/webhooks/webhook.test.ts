import fc from 'fast-check';
import type { Decision } from '../../../libs/webhooks/domain/delivery/decide-after-answer.js';
import {
  changeSettings,
  deliveriesReplayed,
  deliveryReplayed,
  distinct,
  type WebhookSettings,
  webhookChanged,
  webhookCreated,
  webhookDeleted,
  webhookDisabled,
  webhookPinged,
  webhookSecretRotated,
} from '../../../libs/webhooks/domain/webhook/webhook.js';

const EVENT = '0197a000-0000-7000-8000-000000000001';
const WEBHOOK = '0197a000-0000-7000-8000-000000000002';
const DELIVERY = '0197a000-0000-7000-8000-000000000003';

const TYPES = ['user.activated.v1', 'user.erased.v1', 'user.registered.v1'] as const;
const anyTypes = fc.option(fc.array(fc.constantFrom(...TYPES), { maxLength: 5 }));
const anySettings: fc.Arbitrary<WebhookSettings> = fc.record({
  url: fc.constantFrom('https://a.example/hook', 'https://b.example/hook'),
  types: anyTypes.map(distinct),
  description: fc.option(fc.constantFrom('', 'Orders')),
  enabled: fc.boolean(),
});
const anyPatch = fc.record(
  {
    url: fc.constantFrom('https://a.example/hook', 'https://c.example/hook'),
    types: anyTypes,
    description: fc.option(fc.constantFrom('', 'Orders', 'Invoices')),
    enabled: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe('a change of a webhook', () => {
  const webhook: WebhookSettings = {
    url: 'https://a.example/hook',
    types: ['user.activated.v1'],
    description: 'Orders',
    enabled: true,
  };

  it('gives each field the value that is asked for, and keeps those that are not named', () => {
    fc.assert(
      fc.property(anySettings, anyPatch, (before, patch) => {
        const types = patch.types === undefined ? before.types : distinct(patch.types);
        expect(changeSettings(before, patch).settings).toEqual({ ...before, ...patch, types });
      }),
    );
  });

  it('names exactly the fields that are different afterwards, in alphabetical order', () => {
    fc.assert(
      fc.property(anySettings, anyPatch, (before, patch) => {
        const { settings, fields } = changeSettings(before, patch);
        const names = ['description', 'enabled', 'types', 'url'] as const;
        for (const name of names)
          expect(fields.includes(name)).toBe(JSON.stringify(before[name]) !== JSON.stringify(settings[name]));
        expect(fields).toEqual([...fields].sort());
      }),
    );
  });

  it('that is made twice changes nothing the second time', () => {
    fc.assert(
      fc.property(anySettings, anyPatch, (before, patch) => {
        const once = changeSettings(before, patch).settings;
        expect(changeSettings(once, patch)).toEqual({ settings: once, fields: [] });
      }),
    );
  });

  it('can take the description away, and the choice of types, so that all are sent', () => {
    expect(changeSettings(webhook, { description: null, types: null })).toEqual({
      settings: { ...webhook, description: null, types: null },
      fields: ['description', 'types'],
    });
  });

  it('is none where the same types come in another order, or twice', () => {
    const many = { ...webhook, types: ['user.activated.v1', 'user.erased.v1'] };
    const types = ['user.erased.v1', 'user.activated.v1', 'user.erased.v1'];
    expect(changeSettings(many, { types })).toEqual({ settings: many, fields: [] });
  });

  it('leaves a webhook that asks for no types at all without any: only null stands for all', () => {
    expect(changeSettings(webhook, { types: [] })).toMatchObject({ settings: { types: [] }, fields: ['types'] });
  });
});

describe('an event of a webhook', () => {
  const gone: Decision = { kind: 'failed', failure: 'gone' };

  it.each([
    ['created', webhookCreated(EVENT, WEBHOOK, ['user.erased.v1']), { types: ['user.erased.v1'] }],
    ['changed', webhookChanged(EVENT, WEBHOOK, ['url']), { fields: ['url'] }],
    ['deleted', webhookDeleted(EVENT, WEBHOOK), {}],
    ['secret-rotated', webhookSecretRotated(EVENT, WEBHOOK), {}],
    ['pinged', webhookPinged(EVENT, WEBHOOK), {}],
    ['disabled', webhookDisabled(EVENT, WEBHOOK, gone), { reason: 'gone' }],
  ])('that it was %s says which webhook', (what, event, said) => {
    expect(event).toEqual({
      id: EVENT,
      subject: WEBHOOK,
      type: `webhook.${what}.v1`,
      data: { webhookId: WEBHOOK, ...said },
    });
  });

  it('names the delivery that is replayed, or leaves those of a time to the statement that finds them', () => {
    const type = 'webhook-deliveries.replayed.v1';
    const of = { id: EVENT, subject: WEBHOOK, type };
    const one = deliveryReplayed(EVENT, WEBHOOK, DELIVERY);
    expect(one).toEqual({ ...of, data: { webhookId: WEBHOOK, deliveryIds: [DELIVERY] } });
    const many = deliveriesReplayed(EVENT, WEBHOOK);
    expect(many).toEqual({ ...of, data: { webhookId: WEBHOOK }, awaits: ['deliveryIds'] });
  });

  it.each<[string, Decision, string]>([
    ['410', gone, 'gone'],
    ['bad answers for its whole day', { kind: 'failed', failure: 'deadline-passed' }, 'failing'],
    ['one bad answer more, after three days of them', { kind: 'again', at: new Date(0) }, 'failing'],
  ])('that it was disabled after %s gives the reason', (_after, decision, reason) => {
    expect(webhookDisabled(EVENT, WEBHOOK, decision).data.reason).toBe(reason);
  });
});
