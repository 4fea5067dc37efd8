import { applicationsEvents } from '../../../libs/applications/contract/event-contracts.js';
import {
  applicationChanged,
  applicationCreated,
  defaultSettings,
} from '../../../libs/applications/domain/application/application.js';
import { keyCreated, keyRevoked } from '../../../libs/applications/domain/key/key.js';
import { contractFaults } from '../../support/contract-faults.js';

const EVENT = '0197a000-0000-7000-8000-000000000001';
const KEY = '0197a000-0000-7000-8000-000000000002';
const OTHER = '0197a000-0000-7000-8000-000000000003';
const shop = { id: OTHER, slug: 'shop', settings: { ...defaultSettings, name: 'Shop' }, logo: null, grants: {} };

const EVENTS = [
  applicationCreated(EVENT, shop),
  applicationChanged(EVENT, shop, ['name']),
  keyCreated(EVENT, KEY),
  keyCreated(EVENT, KEY, OTHER),
  keyRevoked(EVENT, KEY),
];

it.each(EVENTS.map((event) => [event.type, event] as const))(
  'an event says what is published of it: %s',
  (_type, event) => {
    expect(contractFaults(applicationsEvents, event)).toEqual([]);
  },
);

it('every event that is published is made by the domain', () => {
  expect([...new Set(EVENTS.map(({ type }) => type))].sort()).toEqual(Object.keys(applicationsEvents).sort());
});
