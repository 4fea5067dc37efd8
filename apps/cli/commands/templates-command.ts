import { readFile } from 'node:fs/promises';
import { queryWith } from '@gatehouse/kernel';
import {
  FindOwnTemplates,
  MAIL_LOCALES,
  MAIL_TEMPLATES,
  PreviewTemplate,
  RemoveTemplate,
  SaveTemplate,
  SendTestMail,
} from '@gatehouse/notification/contract';
import type { Settings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { Argument, Command } from 'commander';
import { Refused, withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface TemplateOptions {
  readonly application: string;
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly to?: string;
  readonly json?: boolean;
}

type Words = Pick<SaveTemplate, 'subject' | 'text' | 'html'>;
type Mail = (typeof MAIL_TEMPLATES)[number];
type Language = (typeof MAIL_LOCALES)[number];

/** `gatehouse templates list|show|set|remove|preview|test`. */
export function templatesCommand(terminal: Terminal): Command {
  const templates = new Command('templates').description('Shows, changes and tries the mails of an application');
  const add = (name: string, description: string): Command =>
    templates
      .command(name)
      .description(description)
      .option('--application <slug>', 'whose mails', 'default')
      .option('--json', 'print JSON');
  const addForOne = (name: string, description: string): Command =>
    add(name, description)
      .addArgument(new Argument('<template>', 'the mail').choices(MAIL_TEMPLATES))
      .addArgument(new Argument('<locale>', 'its language').choices(MAIL_LOCALES));

  add('list', 'list the mails with their own text').action(({ application, json }: TemplateOptions) =>
    withOperator(terminal, async (operator) => {
      await operator.mustExist(application);
      const own = await operator.ask(queryWith(FindOwnTemplates, {}), application);
      const rows = own.map(({ template, locale, changedAt, subject }) => [template, locale, changedAt, subject]);
      terminal.answer(json, own, terminal.table([['TEMPLATE', 'LOCALE', 'CHANGED', 'SUBJECT'], ...rows]));
    }),
  );
  addForOne('show', 'print the text of a mail').action((template: Mail, locale: Language, options: TemplateOptions) =>
    withOperator(terminal, async (operator) => {
      await operator.mustExist(options.application);
      const own = await operator.ask(queryWith(FindOwnTemplates, {}), options.application);
      const found = own.find((one) => one.template === template && one.locale === locale);
      if (!found) throw new Refused({ code: 'template-unknown', detail: 'The built-in text is sent; see preview' });
      terminal.answer(options.json, found, linesOf(found));
    }),
  );
  addForOne('set', 'set a mail’s own text')
    .requiredOption('--subject <text>', 'the subject')
    .requiredOption('--text <file>', 'the plain text')
    .requiredOption('--html <file>', 'the HTML')
    .addHelpText(
      'after',
      `
Example:
  $ gatehouse templates set activation-code fr --application shop \\
      --subject "Bienvenue chez {{application}}" --text code.txt --html code.html`,
    )
    .action((template: Mail, locale: Language, options: TemplateOptions) =>
      withOperator(terminal, async (operator) => {
        await operator.mustExist(options.application);
        const command = commandFrom(SaveTemplate, { template, locale, ...(await wordsIn(terminal, options)) });
        await operator.execute(command, options.application);
        terminal.answer(options.json, { template, locale }, [`saved ${template} in ${locale}`]);
      }),
    );
  addForOne('remove', 'go back to the built-in text').action(
    (template: Mail, locale: Language, { application, json }: TemplateOptions) =>
      withOperator(terminal, async (operator) => {
        await operator.mustExist(application);
        await operator.execute(commandFrom(RemoveTemplate, { template, locale }), application);
        terminal.answer(json, { template, locale }, [`${template} in ${locale} uses the built-in text`]);
      }),
  );
  addForOne('preview', 'print a mail with sample data, as it would be sent now').action(
    (template: Mail, locale: Language, { application, json }: TemplateOptions) =>
      withOperator(terminal, async (operator) => {
        await operator.mustExist(application);
        const shown = await operator.execute(commandFrom(PreviewTemplate, { template, locale }), application);
        terminal.answer(json, shown, linesOf(shown));
      }),
  );
  addForOne('test', 'send a mail with sample data')
    .requiredOption('--to <address>', 'where it goes')
    .action((template: Mail, locale: Language, { application, to, json }: TemplateOptions) =>
      withOperator(terminal, async (operator) => {
        await operator.mustExist(application);
        const command = commandFrom(SendTestMail, { template, locale, recipient: to });
        await operator.execute(command, application).catch((error: unknown) => {
          throw aboutProvider(error, operator.container.get(PLATFORM.settings).mail);
        });
        terminal.answer(json, { recipient: to }, [`sent to ${to}`]);
      }),
    );
  return templates;
}

/** Says whom the mail was handed to, and which setting leads there: only anyone who runs the service may know. */
function aboutProvider(error: unknown, { providers }: Settings['mail']): unknown {
  if (!(error instanceof Refused) || error.refusal.code !== 'test-not-accepted') return error;
  const { detail } = error.refusal;
  const asked = providers.map(({ name, url }) => `${name} at ${new URL(url).host}`).join(' and ');
  const settings = providers.map(({ urlSetting }) => urlSetting).join(' and ');
  return new Refused({
    ...error.refusal,
    detail: `${asked} did not accept the mail: ${detail}. Check ${settings}, and run gatehouse doctor to see whether it can be reached`,
  });
}

const wordsIn = async (terminal: Terminal, { subject, text, html }: TemplateOptions): Promise<Words> => ({
  subject: subject ?? '',
  text: await readFile(terminal.file(text ?? ''), 'utf8'),
  html: await readFile(terminal.file(html ?? ''), 'utf8'),
});

const linesOf = ({ subject, text, html }: Words): string[] => [subject, '', text.trimEnd(), '', html.trimEnd()];
