import { type CommandBus, type QueryBus, queryWith } from '@gatehouse/kernel';
import { answerResult, commandFrom, executing, type Operation } from '@gatehouse/platform/edge';
import { PreviewTemplate } from '../../contract/commands/preview-template.js';
import { RemoveTemplate } from '../../contract/commands/remove-template.js';
import { SaveTemplate } from '../../contract/commands/save-template.js';
import { SendTestMail } from '../../contract/commands/send-test-mail.js';
import { FindTemplate, FindTemplates } from '../../contract/queries/find-templates.js';
import {
  MailPreview,
  MailTemplateList,
  MailTemplateRecord,
  TestMailSent,
} from '../../contract/read-models/mail-template.js';
import { notificationProblems as problems } from '../problems.js';
import { exampleEntry, examplePreview, exampleRecord, exampleWords } from './template-examples.js';
import { templateIn } from './template-in.js';
import { recipientOf } from './test-recipient.js';

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
    handle: async ({ context }) =>
      answerResult(await queries.ask(queryWith(FindTemplates, {}), context), (found) => ({ status: 200, body: found })),
  },
  {
    ...read,
    ...place,
    method: 'get',
    operationId: 'getTemplate',
    summary: 'Read one mail template in one language',
    answers: { 200: { description: 'The mail', schema: MailTemplateRecord, example: exampleRecord } },
    problems: [problems['template-unknown']],
    handle: async ({ params, context }) =>
      answerResult(await queries.ask(queryWith(FindTemplate, { ...templateIn(params) }), context), (found) => ({
        status: 200,
        body: found,
      })),
  },
  {
    ...write,
    ...place,
    method: 'put',
    operationId: 'saveTemplate',
    summary: 'Save the application’s own text for a mail',
    description:
      'A subject, a text part and an HTML part, which may contain the mail’s placeholders and no other template syntax. It takes effect within 30 s.',
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
