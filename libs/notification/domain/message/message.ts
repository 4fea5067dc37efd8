import type { RouteEntry } from '../provider/route.js';

/** Who a message goes to. The name is what the person typed: adapters treat it as hostile. */
export interface Recipient {
  readonly email: string;
  readonly name: string | null;
}

/** What a mail says, before any words are chosen. */
export type MailContent =
  | (CodeContent<'activation-code'> & {
      /** Absolute, http or https: opens the page that asks for the password. Absent: there is none. */
      readonly activationUrl?: string;
    })
  /** To the owner of an address that somebody has tried to sign up with, or to move their account to. */
  | { readonly template: 'account-exists' | 'email-change-taken' }
  /** To the address that an account is to have, to prove it. */
  | CodeContent<'email-change-code'>
  /** To the address that an account no longer has. */
  | {
      readonly template: 'email-change-notice';
      /** Absolute, http or https: opens the page where the change can be undone. */
      readonly undoUrl: string;
      readonly undoSeconds: number;
    }
  | (CodeContent<'password-reset-code'> & {
      /** Absolute, http or https: opens the page that asks for the new password. Absent: there is none. */
      readonly resetUrl?: string;
    })
  | {
      readonly template: ResetNotice;
      /** Absolute, http or https: opens the page where a new password can be chosen. */
      readonly resetUrl: string;
    };

/** Notices that lead to the page for a new password. */
type ResetNotice =
  | 'password-changed-notice'
  | 'password-reset-notice'
  | 'email-changing-notice'
  | 'email-restored-notice';

interface CodeContent<T extends string> {
  readonly template: T;
  readonly digits: string;
  /** 1 for the first code of an errand, 2 for the next: shown from the second on. */
  readonly number: number;
  readonly lifeSeconds: number;
}

/** What a text message says. */
export interface TextMessageContent {
  readonly template: 'phone-code';
  readonly digits: string;
  readonly lifeSeconds: number;
  /** Of the page that asks for the code, which the text binds it to: `id.example.org`. */
  readonly host: string;
}

type MessageContent = MailContent | TextMessageContent;

export type MailTemplate = MailContent['template'];
export type Template = MessageContent['template'];

/** How the mails of an application look. All of it is the application's, and checked where that was set. */
export interface MailLook {
  readonly colorScheme: 'auto' | 'light' | 'dark';
  readonly accentColors: { readonly light: MailAccent; readonly dark: MailAccent };
  /** CSS pixels. */
  readonly cornerRadius: number;
  /** Of a type that mail programs show, at an address of this service; null: there is none. */
  readonly logo: { readonly url: string; readonly width: number; readonly height: number } | null;
  readonly termsUrl: string | null;
  readonly privacyUrl: string | null;
  readonly supportEmail: string | null;
}

/** #rrggbb, both. */
interface MailAccent {
  readonly accent: string;
  readonly onAccent: string;
}

/** The application in whose name a message speaks. */
export interface Sender {
  /** Its slug. */
  readonly application: string;
  readonly applicationName: string;
  /** BCP 47 tag of the language for people whose own is not spoken here. */
  readonly defaultLocale: string;
  /** Who its mails come from; absent: whom the settings name. */
  readonly from?: { readonly email: string; readonly name: string };
  /** Where answers to its mails go; absent: to the sender. */
  readonly replyTo?: string;
  readonly look: MailLook;
  /** The providers that it has chosen, in order; absent: those of the settings. */
  readonly routes?: { readonly mail?: readonly RouteEntry[]; readonly sms?: readonly RouteEntry[] };
}

/** One mail to one recipient. */
export interface Message {
  readonly recipient: Recipient;
  /** BCP 47 tag of the recipient's language, where it is known. */
  readonly locale: string | null;
  readonly sender: Sender;
  readonly content: MailContent;
}

/** One text message (SMS): it has no greeting, so it needs no name. */
export interface TextMessage {
  /** BCP 47 tag of the recipient's language, where it is known. */
  readonly locale: string | null;
  readonly sender: Sender;
  readonly content: TextMessageContent;
}

/** The mail that carries a code, by what the code proves. */
export const CODE_TEMPLATES = {
  activation: 'activation-code',
  'email-change': 'email-change-code',
  'password-reset': 'password-reset-code',
} as const satisfies Record<string, Template>;

/** The mail to the owner of an address, by what somebody else has tried with it. */
export const TAKEN_TEMPLATES = {
  activation: 'account-exists',
  'email-change': 'email-change-taken',
} as const satisfies Record<string, Template>;

/** The mail that informs an account's owner of what has happened to it. */
export const NOTICE_TEMPLATES = {
  'password-changed': 'password-changed-notice',
  'password-reset': 'password-reset-notice',
  'email-changing': 'email-changing-notice',
  'email-changed': 'email-change-notice',
  'email-restored': 'email-restored-notice',
} as const satisfies Record<string, Template>;

/** Whether a mail carries a code. */
export const carriesCode = (template: Template): template is CodeTemplate =>
  (Object.values(CODE_TEMPLATES) as readonly Template[]).includes(template);

/**
 * Whether a mail carries a code that anyone may request for any address. It lives as long for an address without an account,
 * so that its tries are answered alike.
 */
export const isForAnyAddress = (template: Template): boolean => template === CODE_TEMPLATES['password-reset'];

export type CodeTemplate = (typeof CODE_TEMPLATES)[keyof typeof CODE_TEMPLATES];
export type MailedPurpose = keyof typeof CODE_TEMPLATES;
export type TakenPurpose = keyof typeof TAKEN_TEMPLATES;
export type NoticeKind = keyof typeof NOTICE_TEMPLATES;
