import type { CommandBus, CommandContext } from '@gatehouse/kernel';
import {
  type AnsweredCall,
  answerResult,
  asking,
  commandFrom,
  executing,
  type Operation,
  ProblemError,
} from '@gatehouse/platform/edge';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { ApplicationAppearance } from '../contract/appearance.js';
import { Application } from '../contract/application.js';
import { ApplicationPolicy } from '../contract/application-policy.js';
import { ChangeApplication, CreateApplication } from '../contract/commands/applications.js';
import { ApplicationPage, FindApplications, FindOneApplication } from '../contract/queries/find-applications.js';
import { applicationsProblems as problems } from './problems.js';

const exampleApplication = {
  slug: 'shop',
  name: 'Shop',
  defaultLocale: 'fr',
  sender: { email: 'hello@shop.example', name: 'The Shop' },
  replyTo: null,
  allowedOrigins: ['https://shop.example'],
  linkBaseUrl: null,
  redirectTargets: ['https://shop.example/welcome'],
  preset: 'standard',
  policy: { code: { digits: 6 } },
  appearance: { accentColor: '#0b6e4f', cornerRadius: 12 },
} as const;

/** As it is read. */
const exampleAnswer = applicationAnswer(
  {
    ...exampleApplication,
    logo: null,
    grants: {
      senders: ['shop.example'],
      linkOrigins: [],
      redirectOrigins: ['https://shop.example'],
      codes: { triesPerCode: 3, sharedTries: 3, windowSeconds: 86_400 },
      messages: { gapSeconds: 30, perHour: 5, perDay: 10, perNetworkAndHour: 30 },
      guessing: {
        freeTries: 5,
        firstDelaySeconds: 15,
        longestDelaySeconds: 900,
        perNetwork: 30,
        networkWindowSeconds: 900,
      },
      sms: {
        countries: ['DE', 'FR'],
        numberTypes: ['mobile', 'fixed-line-or-mobile'],
        perDay: 500,
        perRangeAndHour: 20,
        rangeSample: 10,
        countrySample: 100,
        leastProvenPercent: 10,
        stopSeconds: 86_400,
      },
      providers: { mail: [], sms: [] },
    },
  },
  { basePath: '' },
);

const one = {
  path: '/v1/admin/applications/{slug}',
  params: { slug: 'The application’s slug' },
  tag: 'Administration',
  security: 'administration',
} as const;

export const applicationOperations = (bus: CommandBus): readonly Operation[] => [
  {
    method: 'post',
    idempotency: 'by-key',
    path: '/v1/admin/applications',
    operationId: 'createApplication',
    tag: 'Administration',
    summary: 'Create an application',
    description: 'Only for administrators of the application `default`; keys and everyone else get 404.',
    security: 'administration',
    scope: 'applications:write',
    body: { schema: CreateApplication, example: exampleApplication },
    answers: {
      201: {
        description: 'The application was created',
        schema: Application,
        headers: { Location: 'The application' },
        example: exampleAnswer,
      },
    },
    problems: [problems['application-not-found'], problems['grant-exceeded'], problems['slug-taken']],
    executes: executing(CreateApplication, {
      fields: ({ body, context }) => {
        if (!context.administrator?.everywhere) throw notFound();
        return body;
      },
      headers: ({ slug }) => ({ Location: `/v1/admin/applications/${slug}` }),
      body: applicationAnswer,
    }),
  },
  {
    method: 'get',
    path: '/v1/admin/applications',
    operationId: 'listApplications',
    tag: 'Administration',
    summary: 'List the applications that the caller may see',
    description:
      'Ordered by slug: all applications for people with a role in `default`, otherwise only the caller’s own.',
    security: 'administration',
    scope: 'applications:read',
    query: FindApplications,
    answers: {
      200: {
        description: 'A page of results',
        schema: ApplicationPage,
        example: { applications: [exampleAnswer], nextAfter: null },
      },
    },
    problems: [],
    asks: asking(FindApplications, {
      body: ({ applications, nextAfter }, call) => ({
        applications: applications.map((application) => applicationAnswer(application, call)),
        nextAfter,
      }),
    }),
  },
  {
    ...one,
    method: 'get',
    operationId: 'getApplication',
    summary: 'An application',
    scope: 'applications:read',
    answers: { 200: { description: 'The application', schema: Application, example: exampleAnswer } },
    problems: [problems['application-not-found']],
    asks: asking(FindOneApplication, {
      fromPath: (params) => ({ slug: slugIn(params) }),
      body: applicationAnswer,
    }),
  },
  {
    ...one,
    method: 'patch',
    operationId: 'changeApplication',
    summary: 'Change an application',
    description:
      'Absent fields are unchanged, null restores the default (RFC 7396), also within `policy` and `grants`. Values that exceed the `grants` get 403 `grant-exceeded`, and each entry of `errors` names the grant. Only administrators of `default` can change grants, and settings that they make are granted automatically. Changes take effect in every process within two seconds; browsers cache preflight responses for at most ten minutes.',
    scope: 'applications:write',
    body: { schema: ChangeApplication, example: { allowedOrigins: ['https://shop.example'], policy: { sms: null } } },
    answers: { 200: { description: 'As it is now', schema: Application, example: exampleAnswer } },
    problems: [problems['application-not-found'], problems['grant-exceeded']],
    handle: async ({ params, body, context, basePath }) =>
      answerResult(await bus.execute(commandFrom(ChangeApplication, body), namedIn(params, context)), (changed) => ({
        status: 200,
        body: applicationAnswer(changed, { basePath }),
      })),
  },
];

/** An application as callers read it: every field of its policy is there, and null where the preset decides. */
function applicationAnswer(application: Application, { basePath }: Pick<AnsweredCall, 'basePath'>): Application {
  const { policy, appearance, logo } = application;
  return {
    ...application,
    policy: completed(ApplicationPolicy, policy),
    appearance: completed(ApplicationAppearance, appearance),
    logo: logo && { ...logo, path: `${basePath}${logo.path}` },
  };
}

function completed<T extends object>(shape: new () => T, given: T): T {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(shape, '', true, false);
  const sections = new Map(
    metadata
      .filter(({ type }) => type === ValidationTypes.NESTED_VALIDATION)
      .map(({ propertyName, context }) => [propertyName, context.of as new () => object]),
  );
  const names = [...new Set(metadata.map(({ propertyName }) => propertyName))].sort();
  const fields = names.map((name) => {
    const value = (given as Readonly<Record<string, unknown>>)[name] ?? null;
    const section = sections.get(name);
    return [name, section && value !== null ? completed(section, value) : value];
  });
  return Object.fromEntries(fields) as T;
}

const notFound = () => new ProblemError(problems['application-not-found']);

/** PostgreSQL cannot even be asked for a slug with NUL. */
function slugIn({ slug = '' }: Readonly<Record<string, string>>): string {
  if (slug.includes('\u0000')) throw notFound();
  return slug;
}

/** The application of the path is the one that is meant. To who may not see it, it is not there. */
export function namedIn(params: Readonly<Record<string, string>>, context: CommandContext): CommandContext {
  const slug = slugIn(params);
  const { administrator } = context;
  if (!administrator || (slug !== administrator.application && !administrator.everywhere)) throw notFound();
  return { ...context, application: slug };
}
