import { asking, executing, type Operation } from '@gatehouse/platform/edge';
import { GiveFeedback } from '../contract/commands/feedback.js';
import { FeedbackPage, FeedbackWeeks, FindFeedback, FindFeedbackWeeks } from '../contract/queries/feedback.js';
import { exampleActive } from './examples.js';
import { registrationProblems as problems } from './problems.js';

export const exampleFeedbackToken = 'AZpPPnwafT6bHy9vbQyKEQ9nJ7V6yQ0mB5c1hW3xkLr8sTzE2uFdGiKoPqRjNvYb';

export const giveFeedbackOperation: Operation = {
  method: 'post',
  idempotency: { noKeyBecause: 'A token works only once: a repeated request changes nothing' },
  path: '/v1/feedback',
  operationId: 'giveFeedback',
  tag: 'Registration',
  summary: 'Say how easy activation was',
  description:
    'Needs no sign-in: `token` is the `feedbackToken` from the response to the activation. It works once, for one hour, and only in applications that ask for feedback (`policy.askFeedback`). Cookies are ignored, so other sites cannot answer for anyone. Tokens that do not work count as failures of the network, as wrong codes do.',
  body: {
    schema: GiveFeedback,
    example: { token: exampleFeedbackToken, ease: 5, text: 'The code was there at once' },
  },
  answers: { 204: { description: 'The feedback is stored' } },
  problems: [problems['feedback-closed']],
  executes: executing(GiveFeedback),
  bus: { durable: false },
};

const exampleEntry = {
  id: '019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a16',
  userId: exampleActive.id,
  ease: 5,
  text: 'The code was there at once',
  givenAt: '2026-11-21T09:01:10.000Z',
} as const;

export const readFeedbackOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/admin/feedback',
    operationId: 'listFeedback',
    tag: 'Administration',
    summary: 'List feedback',
    description: 'What people of the application answered after their activation, latest first.',
    security: 'administration',
    scope: 'users:read',
    query: FindFeedback,
    answers: {
      200: {
        description: 'A page of feedback',
        schema: FeedbackPage,
        example: { feedback: [exampleEntry], nextAfter: exampleEntry.id },
      },
    },
    problems: [],
    asks: asking(FindFeedback),
    bus: { durable: false },
  },
  {
    method: 'get',
    path: '/v1/admin/statistics/feedback',
    operationId: 'readFeedbackByWeek',
    tag: 'Administration',
    summary: 'Read average feedback by week',
    description: 'Numbers alone. The feedback of people who are erased later no longer counts.',
    security: 'administration',
    scope: 'statistics:read',
    query: FindFeedbackWeeks,
    answers: {
      200: {
        description: 'The averages',
        schema: FeedbackWeeks,
        example: {
          total: { answers: 42, averageEase: 4.31 },
          weeks: [{ week: '2026-11-16', answers: 42, averageEase: 4.31 }],
        },
      },
    },
    problems: [],
    asks: asking(FindFeedbackWeeks),
    bus: { durable: false },
  },
];
