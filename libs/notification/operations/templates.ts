import { type CommandBus, type CommandContext, type QueryBus, queryWith } from '@gatehouse/kernel';
import { answerResult, asking, commandFrom, executing, type Operation, ProblemError } from '@gatehouse/platform/edge';
import { FindProfile } from '@gatehouse/registration/contract';
import { PreviewTemplate, RemoveTemplate, SaveTemplate, SendTestMail } from '../contract/commands/templates.js';
import {
  FindTemplate,
  FindTemplates,
  MAIL_LOCALES,
  MAIL_TEMPLATES,
  MailPreview,
  MailTemplateList,
  MailTemplateRecord,
  TestMailSent,
} from '../contract/queries/find-templates.js';
import { notificationProblems as problems } from './problems.js';

const exampleWords = {
  subject: 'Welcome to {{application}}',
  text: '{{greeting}}\n\nYour code, good for {{life}}:\n\n{{digits}}',
  html: '<p>{{greeting}}</p><p>Your code, good for {{life}}: <b>{{digits}}</b></p>',
} as const;

const exampleEntry = {
  template: 'activation-code',
  locale: 'en',
  own: true,
  changedAt: '2026-11-21T09:00:00.000Z',
  placeholders: [
    'application',
    'greeting',
    'accent',
    'logo',
    'terms',
    'privacy',
    'support',
    'digits',
    'number',
    'life',
  ],
  required: 'digits',
} as const;

const exampleRecord = { ...exampleEntry, ...exampleWords } as const;

const examplePreview = {
  subject: 'Welcome to The Shop',
  text: 'Hello Ada Lovelace,\n\nYour code, good for one minute:\n\n0417',
  html: '<p>Hello Ada Lovelace,</p><p>Your code, good for one minute: <b>0417</b></p>',
} as const;

interface TemplatePlace {
  readonly template: (typeof MAIL_TEMPLATES)[number];
  readonly locale: (typeof MAIL_LOCALES)[number];
}

const read = { tag: 'Administration', security: 'administration', scope: 'applications:read' } as const;
const write = { ...read, scope: 'applications:write' } as const;
const place = {
  path: '/v1/admin/templates/{template}/{locale}',
  params: { template: 'The mail’s name', locale: 'The language, such as `fr`' },
} as const;
/** Words of a mail are larger than any other body: 60,000 characters of HTML, in JSON. */
const LARGEST_BODY = 256 * 1024;
const words = { fields: ['subject', 'text', 'html'], example: exampleWords, limit: LARGEST_BODY } as const;

export const templateOperations = (bus: CommandBus, queries: QueryBus): readonly Operation[] => [
  {
    ...read,
    method: 'get',
    path: '/v1/admin/templates',
    operationId: 'listTemplates',
    summary: 'List the application’s mail templates',
    description: 'Every mail in every language, and whether the application has its own text for it.',
    answers: {
      200: { description: 'All of them', schema: MailTemplateList, example: { templates: [exampleEntry] } },
    },
    problems: [],
    asks: asking(FindTemplates),
  },
  {
    ...read,
    ...place,
    method: 'get',
    operationId: 'getTemplate',
    summary: 'Read one mail template in one language',
    answers: { 200: { description: 'The mail', schema: MailTemplateRecord, example: exampleRecord } },
    problems: [problems['template-unknown']],
    asks: asking(FindTemplate, { fromPath: (params) => ({ ...templateIn(params) }) }),
  },
  {
    ...write,
    ...place,
    method: 'put',
    operationId: 'saveTemplate',
    summary: 'Save the application’s own text for a mail',
    description:
      'A subject, a text part and an HTML part, which may contain the mail’s placeholders and no other template syntax. In HTML, placeholders are visible text, or a whole attribute: `href="{{link}}"` (also `terms` and `privacy`), `href="mailto:{{support}}"`, `src="{{logo}}"`, `bgcolor="{{accent}}"`, and `{{accent}}` anywhere in `style="…"`. What the application has not set is empty, and images without a logo are left out. It takes effect within 30 s.',
    body: { ...words, schema: SaveTemplate },
    answers: { 204: { description: 'It is saved' } },
    problems: [problems['template-unknown']],
    executes: executing(SaveTemplate, { fields: ({ params, body }) => ({ ...body, ...templateIn(params) }) }),
  },
  {
    ...write,
    ...place,
    method: 'delete',
    operationId: 'removeTemplate',
    summary: 'Go back to the built-in text',
    answers: { 204: { description: 'The built-in text is sent' } },
    problems: [problems['template-unknown']],
    executes: executing(RemoveTemplate, { fields: ({ params }) => ({ ...templateIn(params) }) }),
  },
  {
    ...read,
    ...place,
    path: `${place.path}/preview`,
    method: 'post',
    idempotency: { noKeyBecause: 'It reads' },
    operationId: 'previewTemplate',
    summary: 'Preview a mail with sample data',
    description: 'With a body: that draft, which is not saved. Without one: what would be sent now.',
    body: { ...words, schema: PreviewTemplate, optional: true },
    answers: { 200: { description: 'The mail', schema: MailPreview, example: examplePreview } },
    problems: [problems['template-unknown']],
    executes: executing(PreviewTemplate, { fields: ({ params, body }) => ({ ...body, ...templateIn(params) }) }),
  },
  {
    ...write,
    ...place,
    path: `${place.path}/test`,
    method: 'post',
    idempotency: { noKeyBecause: 'It sends only to its caller, at most 20 an hour for an application' },
    operationId: 'sendTestMail',
    summary: 'Send a mail with sample data to yourself',
    description:
      'Sends to the address of the signed-in person only. With a body: that draft, which is not saved. Without one: the current template. The response says whether the mail provider accepted it.',
    body: { ...words, schema: SendTestMail, optional: true },
    answers: {
      200: { description: 'The provider accepted it', schema: TestMailSent, example: { recipient: 'ada@example.com' } },
    },
    problems: [
      problems['template-unknown'],
      problems['test-needs-person'],
      problems['too-many-tests'],
      problems['test-not-accepted'],
    ],
    handle: async ({ params, body, context }) => {
      const fields = { ...body, ...templateIn(params) };
      const recipient = await recipientOf(context, queries);
      const result = await bus.execute(commandFrom(SendTestMail, { ...fields, recipient }), context);
      return answerResult(result, () => ({ status: 200, body: { recipient } }));
    },
  },
];

/**
 * The mail and the language of the path.
 * @throws ProblemError 404 template-unknown
 */
function templateIn(params: Readonly<Record<string, string>>): TemplatePlace {
  const template = MAIL_TEMPLATES.find((known) => known === params['template']);
  const locale = MAIL_LOCALES.find((known) => known === params['locale']);
  if (!template || !locale) throw new ProblemError(problems['template-unknown']);
  return { template, locale };
}

/**
 * The address of the person who asks. No other one is taken, or a test would be a way to mail anybody in any words.
 * @throws ProblemError 409 test-needs-person
 */
async function recipientOf({ administrator, ...context }: CommandContext, queries: QueryBus): Promise<string> {
  const needsPerson = () => new ProblemError(problems['test-needs-person']);
  if (administrator?.kind !== 'user' || administrator.id === null) throw needsPerson();
  const { id: userId, application } = administrator;
  const asThemselves = { ...context, application, actor: { userId, roles: [] } };
  const person = await queries.ask(queryWith(FindProfile, {}), asThemselves);
  if (!person.ok || !person.value.emailVerified) throw needsPerson();
  return person.value.email;
}
