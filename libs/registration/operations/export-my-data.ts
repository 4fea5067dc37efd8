import { Description, type PersonalRecords, type QueryBus, queryWith } from '@gatehouse/kernel';
import { answerResult, type BodyClass, type Operation } from '@gatehouse/platform/edge';
import { IsArray, ValidateNested } from 'class-validator';
import { AccountRecords, FindAccountRecords } from '../contract/queries/own-account.js';
import { exampleActive } from './examples.js';
import { registrationProblems as problems } from './problems.js';

export const exportMyDataOperation = (queries: QueryBus, others: readonly PersonalRecords[]): Operation => ({
  method: 'get',
  path: '/v1/users/me/export',
  operationId: 'exportMyData',
  tag: 'Profile',
  summary: 'Export the signed-in person’s data',
  description:
    'Everything that the service stores about the person, as it is stored, latest first. It leaves out secrets of the service, such as hashes, and data about others, such as the network that a wrong password came from.',
  security: 'bearer',
  answers: {
    200: {
      description: 'What is held',
      schema: exportSchema(others),
      headers: { 'Content-Disposition': 'Makes browsers save it as a file' },
      example: exampleExport,
    },
  },
  problems: [problems['account-suspended']],
  handle: async ({ context }) =>
    answerResult(await queries.ask(queryWith(FindAccountRecords, {}), context), (records) => ({
      status: 200,
      headers: { 'Content-Disposition': 'attachment; filename="account.json"' },
      body: records,
    })),
});

/** The records of registration, and a list for each kind that another context keeps. */
function exportSchema(others: readonly PersonalRecords[]): BodyClass {
  class PersonalExport extends AccountRecords {}
  for (const { name, description, record } of others) {
    Description(description)(PersonalExport.prototype, name);
    IsArray()(PersonalExport.prototype, name);
    ValidateNested({ each: true, context: { of: record } })(PersonalExport.prototype, name);
  }
  Description('All stored data about a person')(PersonalExport);
  return PersonalExport;
}

const exampleExport = {
  exportedAt: '2026-11-21T12:00:00.000Z',
  account: {
    ...exampleActive,
    canonicalEmail: exampleActive.email,
    emailVerifiedAt: exampleActive.activatedAt,
    phoneVerifiedAt: null,
    suspendedAt: null,
    suspensionReason: null,
    credentialsVersion: 1,
    keptSession: null,
    activatedNetwork: '192.0.2.1',
  },
  unprovenRegistrations: [],
  formerAddresses: [],
  codes: [
    {
      id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a12',
      purpose: 'activation',
      channel: 'mail',
      target: null,
      targetDeliverable: null,
      number: 1,
      digits: 4,
      lifeSeconds: 60,
      attempts: 1,
      issuedAt: '2026-11-21T09:00:00.000Z',
      sendAfter: '2026-11-21T09:00:00.000Z',
      dispatchedAt: '2026-11-21T09:00:00.110Z',
      acceptedAt: '2026-11-21T09:00:00.320Z',
      expiresAt: '2026-11-21T09:01:00.320Z',
      consumedAt: '2026-11-21T09:00:42.000Z',
      voidedAt: null,
      failedAt: null,
      failure: null,
    },
  ],
  notices: [],
  counts: [{ what: 'messages-to-recipient', about: exampleActive.email, times: ['2026-11-21T09:00:00.000Z'] }],
  passwordTries: [],
  feedback: [],
  events: [
    {
      id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a13',
      type: 'user.registered.v1',
      occurredAt: '2026-11-21T09:00:00.000Z',
      data: { userId: exampleActive.id, email: exampleActive.email, locale: 'fr' },
    },
  ],
  sessions: [
    {
      id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a14',
      createdAt: '2026-11-21T09:01:00.000Z',
      lastUsedAt: '2026-11-21T09:01:00.000Z',
      expiresAt: '2026-12-21T09:01:00.000Z',
      revokedAt: null,
      device: { browser: 'Firefox', system: 'Windows' },
      network: '192.0.2.1',
    },
  ],
  repeatableAnswers: [],
  roles: [],
  suppressions: [],
  messages: [
    {
      id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a15',
      channel: 'mail',
      template: 'activation-code',
      state: 'sent',
      attempts: 1,
      createdAt: '2026-11-21T09:00:00.100Z',
      notBefore: '2026-11-21T09:00:00.000Z',
      deadline: '2026-11-21T09:10:00.000Z',
      sentAt: '2026-11-21T09:00:00.320Z',
      failedAt: null,
      failure: null,
      deferredAt: null,
      deliveredAt: null,
      bouncedAt: null,
      bounce: null,
      bounceReason: null,
      complainedAt: null,
      unsubscribedAt: null,
      provider: 'mailjet',
      providerMessageId: '1152921505002316111',
      lastAnswer: null,
      codeId: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a12',
      noticeId: null,
    },
  ],
} as const;
