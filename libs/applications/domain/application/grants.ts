import { type ApplicationSettings, mergePatch, type PolicyPatch } from './application.js';
import { type FieldFault, isMailbox, isWebOrigin } from './settings-faults.js';

/** What the operator lets an application set by itself (ADR-0058). */
export interface ApplicationGrants {
  /** Addresses, or domains without `@`, that its mails may come from. `*`: any. */
  readonly senders: readonly string[];
  /** Origins that the links in its mails may lead to. `*`: any. */
  readonly linkOrigins: readonly string[];
  /** Origins that the pages of this service may send its people on to. `*`: any. */
  readonly redirectOrigins: readonly string[];
  /** Counts have a most, times in seconds and percentages have a least. */
  readonly codes: Ceilings;
  readonly messages: Ceilings;
  readonly guessing: Ceilings;
  readonly sms: Ceilings;
  /** Providers that it may choose from, by channel. `*`: any. */
  readonly providers: Ceilings;
}

type Ceilings = Readonly<Record<string, number | readonly string[]>>;
const SECTIONS = ['codes', 'messages', 'guessing', 'sms', 'providers'] as const;

/** A setting that lies beyond what is granted. */
export interface GrantFault {
  /** JSON Pointer into the settings. */
  readonly pointer: string;
  /** The grant, such as `sms.perDay`. */
  readonly grant: string;
  /** What it grants now. */
  readonly limit: number | readonly string[];
  /** What it would have to grant. */
  readonly needed: number | string;
}

/** The presets' own values: what an application has without any grant (a test holds them equal to registration's). */
export const defaultGrants: ApplicationGrants = {
  senders: [],
  linkOrigins: [],
  redirectOrigins: [],
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
    countries:
      'AT BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK US'.split(
        ' ',
      ),
    numberTypes: ['mobile', 'fixed-line-or-mobile'],
    perDay: 500,
    perRangeAndHour: 20,
    rangeSample: 10,
    countrySample: 100,
    leastProvenPercent: 10,
    stopSeconds: 86_400,
  },
  providers: { mail: [], sms: [] },
};

/** @param differing what differs from the defaults, as it is stored */
export function grantsOf(differing: PolicyPatch): ApplicationGrants {
  const sections = SECTIONS.map((name) => [name, { ...defaultGrants[name], ...(differing[name] as Ceilings) }]);
  return { ...defaultGrants, ...differing, ...Object.fromEntries(sections) };
}

/** Everything in the settings that is beyond the grants. What the preset decides is not: it is bounded where it is used. */
export function beyondGrants(settings: ApplicationSettings, grants: ApplicationGrants): GrantFault[] {
  const { sender, linkBaseUrl, redirectTargets, policy, appearance } = settings;
  const email = sender?.email.toLowerCase();
  const links = linkBaseUrl === null ? [] : [new URL(linkBaseUrl).origin];
  const codes = policy['codes'] as PolicyPatch | undefined;
  return [
    ...(email === undefined || allowsSender(grants.senders, email)
      ? []
      : [{ pointer: '/sender/email', grant: 'senders', limit: grants.senders, needed: email }]),
    ...unlisted('/linkBaseUrl', 'linkOrigins', grants.linkOrigins, links, () => ''),
    ...(['termsUrl', 'privacyUrl'] as const).flatMap((name) => {
      const url = appearance[name];
      const wanted = url === undefined ? [] : [new URL(url).origin];
      return unlisted(`/appearance/${name}`, 'linkOrigins', grants.linkOrigins, wanted, () => '');
    }),
    ...unlisted(
      '/redirectTargets',
      'redirectOrigins',
      grants.redirectOrigins,
      redirectTargets.map((target) => new URL(target).origin),
    ),
    ...beyondSection('/policy/code', 'codes', grants.codes, policy['code']),
    ...Object.entries(codes ?? {}).flatMap(([purpose, said]) =>
      beyondSection(`/policy/codes/${purpose}`, 'codes', grants.codes, said),
    ),
    ...(['messages', 'guessing', 'sms'] as const).flatMap((name) =>
      beyondSection(`/policy/${name}`, name, grants[name], policy[name]),
    ),
    ...beyondSection('/policy/providers', 'providers', grants.providers, namesOf(policy['providers'])),
  ];
}

/** The grants, as they are stored, that just allow these settings too. */
export function widenedGrants(differing: PolicyPatch, settings: ApplicationSettings): PolicyPatch {
  let widened = differing;
  for (let [fault] = beyondGrants(settings, grantsOf(widened)); fault; ) {
    const { grant, limit, needed } = fault;
    const [name = '', field] = grant.split('.');
    const value = typeof limit === 'number' ? needed : [...limit, String(needed)];
    widened = mergePatch(widened, { [name]: field === undefined ? value : { [field]: value } });
    [fault] = beyondGrants(settings, grantsOf(widened));
  }
  return widened;
}

const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/i;

/** What is wrong with the form of the grants. */
export function grantsFaults({ senders, linkOrigins, redirectOrigins }: ApplicationGrants): FieldFault[] {
  const isSender = (text: string) => text === ANY || isMailbox(text) || DOMAIN.test(text);
  const isGrantedOrigin = (text: string) => text === ANY || isWebOrigin(text);
  const bad = (
    name: string,
    entries: readonly string[],
    isGood: (text: string) => boolean,
    fault: FieldFault['fault'],
  ) => entries.flatMap((entry, at) => (isGood(entry) ? [] : [{ pointer: `/grants/${name}/${at}`, fault }]));
  return [
    ...bad('senders', senders, isSender, 'sender-grant-invalid'),
    ...bad('linkOrigins', linkOrigins, isGrantedOrigin, 'origin-invalid'),
    ...bad('redirectOrigins', redirectOrigins, isGrantedOrigin, 'origin-invalid'),
  ];
}

/** Of `resend:5` just the name: what share of its messages an application gives to whom is its own business. */
const namesOf = (lists: PolicyPatch[string]): PolicyPatch =>
  Object.fromEntries(
    Object.entries((lists ?? {}) as Readonly<Record<string, readonly string[]>>).map(([channel, entries]) => [
      channel,
      entries.map((entry) => entry.replace(/:.*/, '')),
    ]),
  );

const ANY = '*';

const allowsSender = (senders: readonly string[], email: string): boolean =>
  senders.some((granted) => [ANY, email, email.slice(email.lastIndexOf('@') + 1)].includes(granted.toLowerCase()));

const unlisted = (
  pointer: string,
  grant: string,
  granted: readonly string[],
  wanted: readonly string[],
  place = (at: number) => `/${at}`,
): GrantFault[] =>
  wanted.flatMap((needed, at) =>
    granted.includes(ANY) || granted.includes(needed)
      ? []
      : [{ pointer: `${pointer}${place(at)}`, grant, limit: granted, needed }],
  );

function beyondSection(pointer: string, name: string, ceilings: Ceilings, said: PolicyPatch[string]): GrantFault[] {
  return Object.entries(ceilings).flatMap(([field, limit]): GrantFault[] => {
    const value = (said as PolicyPatch | undefined)?.[field];
    const [place, grant] = [`${pointer}/${field}`, `${name}.${field}`];
    if (Array.isArray(value)) return typeof limit === 'number' ? [] : unlisted(place, grant, limit, value);
    if (typeof value !== 'number' || typeof limit !== 'number') return [];
    const hasLeast = field.endsWith('Seconds') || field.endsWith('Percent');
    const isBeyond = hasLeast ? value < limit : value > limit;
    return isBeyond ? [{ pointer: place, grant, limit, needed: value }] : [];
  });
}
