import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import {
  type Application,
  ChangeApplication,
  CreateApplication,
  FindApplications,
  RemoveLogo,
  SetLogo,
} from '@gatehouse/applications/contract';
import { queryWith } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import { Command, Option } from 'commander';
import { type Operator, upTo, withOperator } from '../operator.js';
import type { Terminal } from '../terminal.js';

interface SettingOptions {
  readonly name?: string;
  readonly preset?: string;
  readonly locale?: string;
  readonly senderEmail?: string;
  readonly senderName?: string;
  readonly replyTo?: string;
  readonly origin?: string[];
  readonly linkBaseUrl?: string;
  readonly redirectTarget?: string[];
  readonly mailProvider?: string[];
  readonly smsProvider?: string[];
  readonly settings?: string;
  readonly json?: boolean;
}

interface GrantOptions {
  readonly sender?: string[];
  readonly linkOrigin?: string[];
  readonly redirectOrigin?: string[];
  readonly mailProvider?: string[];
  readonly smsProvider?: string[];
  readonly ceilings?: string;
  readonly json?: boolean;
}

interface LogoOptions {
  readonly remove?: boolean;
  readonly json?: boolean;
}

/** `gatehouse applications create|change|grant|logo|list`. */
export function applicationsCommand(terminal: Terminal): Command {
  const applications = new Command('applications').description('Creates, changes and lists applications');
  withSettings(applications.command('create <slug>').description('create an application'))
    .addHelpText(
      'after',
      `
Examples:
  $ gatehouse applications create shop --name "The Shop" --origin https://shop.example
  $ gatehouse applications create bank --name Bank --preset strict --settings bank.json`,
    )
    .action((slug: string, options: SettingOptions) =>
      withOperator(terminal, async (operator) => {
        const fields = { slug, ...(await settingsOf(terminal, options)) };
        show(terminal, await operator.execute(commandFrom(CreateApplication, fields), slug), options.json);
      }),
    );
  withSettings(
    applications.command('change <slug>').description('change an application; takes effect within 2 seconds'),
  )
    .addHelpText(
      'after',
      `
Lists are replaced as a whole. A settings file is a JSON merge patch: null restores the default.

Examples:
  $ gatehouse applications change shop --origin https://shop.example https://www.shop.example
  $ echo '{"policy": {"code": {"digits": 6}}}' | gatehouse applications change shop --settings -`,
    )
    .action((slug: string, options: SettingOptions) =>
      withOperator(terminal, async (operator) =>
        show(
          terminal,
          await operator.execute(commandFrom(ChangeApplication, await settingsOf(terminal, options)), slug),
          options.json,
        ),
      ),
    );
  applications
    .command('grant <slug>')
    .description('change what an application may configure itself')
    .option('--sender <address-or-domain...>', 'addresses or domains that its mails may be sent from; * allows any')
    .option('--link-origin <origin...>', 'where the links in its mails may lead to; * is any')
    .option('--redirect-origin <origin...>', 'where our pages may send its people on to; * is any')
    .option('--mail-provider <name...>', 'providers that it may choose for its mails; * allows any')
    .option('--sms-provider <name...>', 'providers that it may choose for its text messages; * allows any')
    .option('--ceilings <file>', 'a JSON file with codes, messages, guessing and sms; - reads the standard input')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Lists are replaced as a whole. Counts are the most that an application may set, seconds the least; null goes back to
the default. What operators set with create and change is granted with it.

Examples:
  $ gatehouse applications grant shop --sender shop.example --link-origin https://shop.example
  $ gatehouse applications grant shop --mail-provider ses resend
  $ echo '{"sms": {"perDay": 2000}}' | gatehouse applications grant shop --ceilings -`,
    )
    .action((slug: string, options: GrantOptions) =>
      withOperator(terminal, async (operator) => {
        const { sender: senders, linkOrigin: linkOrigins, redirectOrigin: redirectOrigins, ceilings, json } = options;
        const file = ceilings === undefined ? {} : await settingsFile(terminal, ceilings);
        const lists = Object.entries({ senders, linkOrigins, redirectOrigins });
        const providers = providersOf(options, file['providers']);
        const grants = {
          ...file,
          ...Object.fromEntries(lists.filter(([, list]) => list !== undefined)),
          ...(providers && { providers }),
        };
        show(terminal, await operator.execute(commandFrom(ChangeApplication, { grants }), slug), json);
      }),
    );
  applications
    .command('logo <slug> [file]')
    .description('set the logo of an application: a PNG, WebP or SVG of at most 200 KiB')
    .option('--remove', 'remove it')
    .option('--json', 'print JSON')
    .action((slug: string, name: string | undefined, { remove, json }: LogoOptions) =>
      withOperator(terminal, async (operator) => {
        if ((name === undefined) !== (remove === true)) throw new Error('Name a file, or use --remove');
        if (name === undefined) {
          await operator.execute(new RemoveLogo(), slug);
          return terminal.answer(json, { logo: null }, ['Removed']);
        }
        const image = (await readFile(terminal.file(name))).toString('base64');
        const saved = await operator.execute(commandFrom(SetLogo, { image }), slug);
        const { path, type, removed } = saved;
        const without = removed.length > 0 ? [`Removed from it: ${removed.join(', ')}`] : [];
        terminal.answer(json, saved, [`${type} at ${path}`, ...without]);
      }),
    );
  applications
    .command('list')
    .description('list all applications')
    .option('--json', 'print JSON')
    .action(({ json }: SettingOptions) =>
      withOperator(terminal, async (operator) => {
        const all = await allOf(operator);
        const rows = all.map(({ slug, name, preset, allowedOrigins }) => [
          slug,
          name,
          preset,
          allowedOrigins.join(' '),
        ]);
        terminal.answer(json, all, terminal.table([['SLUG', 'NAME', 'PRESET', 'ORIGINS'], ...rows]));
      }),
    );
  return applications;
}

const withSettings = (command: Command): Command =>
  command
    .option('--name <name>', 'the name that users see')
    .addOption(new Option('--preset <preset>', 'the policy preset').choices(['standard', 'strict']))
    .option('--locale <tag>', 'the default language, such as fr')
    .option('--sender-email <address>', 'the sender address of its emails')
    .option('--sender-name <name>', 'the sender name')
    .option('--reply-to <address>', 'the reply-to address of its emails')
    .option('--origin <origin...>', 'exact browser origins that may call the API')
    .option('--link-base-url <url>', 'the base URL of the links in its emails')
    .option('--redirect-target <url...>', 'exact URLs that hosted pages may redirect to')
    .option('--mail-provider <name...>', 'providers of its mails in order of preference, such as ses resend:5')
    .option('--sms-provider <name...>', 'providers of its text messages in order of preference')
    .option('--settings <file>', 'a JSON file with any settings, including the policy; - reads standard input')
    .option('--json', 'print JSON');

async function settingsOf(terminal: Terminal, options: SettingOptions): Promise<Readonly<Record<string, unknown>>> {
  const { name, preset, locale, senderEmail, senderName, replyTo, origin, linkBaseUrl, redirectTarget } = options;
  const given = {
    name,
    preset,
    defaultLocale: locale,
    sender: senderEmail === undefined ? undefined : { email: senderEmail, name: senderName ?? null },
    replyTo,
    allowedOrigins: origin,
    linkBaseUrl,
    redirectTargets: redirectTarget,
  };
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const file = options.settings === undefined ? {} : await settingsFile(terminal, options.settings);
  const policy = file['policy'] as { readonly providers?: unknown } | null | undefined;
  const providers = providersOf(options, policy?.providers);
  return { ...file, ...said, ...(providers && { policy: { ...policy, providers } }) };
}

/** What is named on the command line, over what the file says of the other channel; undefined if nothing is named. */
const providersOf = (
  { mailProvider: mail, smsProvider: sms }: Pick<SettingOptions, 'mailProvider' | 'smsProvider'>,
  inFile: unknown,
) =>
  mail || sms ? { ...(inFile as object | null | undefined), ...(mail && { mail }), ...(sms && { sms }) } : undefined;

async function settingsFile(terminal: Terminal, name: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await (name === '-' ? textOf(terminal.input) : readFile(terminal.file(name), 'utf8'));
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    throw new Error(`${name} is not valid JSON`, { cause: error });
  }
  throw new Error(`${name} is not a JSON object`);
}

const allOf = (operator: Operator): Promise<Application[]> =>
  upTo(Number.POSITIVE_INFINITY, async (after, most) => {
    const query = queryWith(FindApplications, { after, limit: most });
    const { applications, nextAfter } = await operator.ask(query, 'default');
    return { entries: applications, nextAfter };
  });

const show = (terminal: Terminal, application: Application, json: boolean | undefined): void =>
  terminal.answer(json, application, [JSON.stringify(application, null, 2)]);
