import { cloudEvent } from '@gatehouse/platform/events';
import { describe, expect, test } from '@jest/globals';

describe('an event as others get it', () => {
  const event = {
    id: '01992c1e-5a3f-7cc1-8a5e-0d9a43c0a111',
    application: 'shop',
    subject: '01992c1e-5a3f-7cc1-8a5e-0d9a43c0a222',
    type: 'user.registered.v1',
    data: { userId: '01992c1e-5a3f-7cc1-8a5e-0d9a43c0a222', email: 'ada@example.com', locale: null },
    occurredAt: new Date('2026-11-21T10:00:00.125Z'),
  };

  test('has every attribute that CloudEvents 1.0 requires, and the event’s own id', () => {
    expect(cloudEvent(event)).toEqual({
      specversion: '1.0',
      id: event.id,
      source: '/applications/shop',
      type: 'user.registered.v1',
      subject: event.subject,
      time: '2026-11-21T10:00:00.125Z',
      datacontenttype: 'application/json',
      data: event.data,
    });
  });

  test('tells one application’s events from another’s by the source', () => {
    expect(cloudEvent({ ...event, application: 'default' }).source).toBe('/applications/default');
  });
});
