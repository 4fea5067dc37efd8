import { Description, type EventContracts } from '@gatehouse/kernel';
import { IsArray, IsIn, IsInt, IsOptional, IsRFC3339, IsString, IsUUID } from 'class-validator';
import {
  type AuthenticationFailed,
  CHANNELS,
  type Channel,
  CODE_PURPOSES,
  type CodePurpose,
  NOTICE_KINDS,
  type NoticeKind,
  type RegistrationEvent,
} from './events.js';

class OfUser {
  @IsUUID()
  userId!: string;
}

class OfUserWithEmail extends OfUser {
  @Description('Null after the person is erased')
  @IsOptional()
  @IsString()
  email!: string | null;
}

class OfUserWithAddress extends OfUserWithEmail {
  @Description('A BCP 47 tag; null if unknown, or after the person is erased')
  @IsOptional()
  @IsString()
  locale!: string | null;
}

class OfAcceptedTerms extends OfUser {
  @Description('The version that was current, as the application names it')
  @IsString()
  version!: string;
}

class OfImportedUser extends OfUserWithAddress {
  @IsIn(['active', 'pending'])
  state!: 'active' | 'pending';
}

class CodeToSend extends OfUser {
  @IsUUID()
  codeId!: string;

  @IsIn(CODE_PURPOSES)
  purpose!: CodePurpose;

  @IsIn(CHANNELS)
  channel!: Channel;

  @Description('Only for text messages: ISO 3166 alpha-2 code of the phone’s country; null after the person is erased')
  @IsOptional()
  @IsString()
  country?: string | null;

  @Description('Earliest time')
  @IsRFC3339()
  sendAfter!: string;
}

class OfSuperseded extends OfUser {
  @IsUUID()
  supersededBy!: string;
}

class OfProfile extends OfUser {
  @IsArray()
  @IsString({ each: true })
  fields!: string[];
}

class OfCredentials extends OfUser {
  @Description('Sessions with an earlier version have ended')
  @IsInt()
  credentialsVersion!: number;

  @Description('Except this session')
  @IsOptional()
  @IsUUID()
  keptSession!: null;
}

class OfChangedPassword extends OfUser {
  @Description('Sessions with an earlier version have ended')
  @IsInt()
  credentialsVersion!: number;

  @Description('Except this session')
  @IsOptional()
  @IsUUID()
  keptSession!: string | null;
}

class OfUndoneChange extends OfCredentials {
  @Description('Null after the person is erased')
  @IsOptional()
  @IsString()
  email!: string | null;
}

class OfSuspension extends OfCredentials {
  @Description('Null after the person is erased')
  @IsOptional()
  @IsString()
  reason!: string | null;
}

class ResetToSend {
  @IsUUID()
  codeId!: string;

  @Description('Earliest time')
  @IsRFC3339()
  sendAfter!: string;
}

class NoticeToSend extends OfUser {
  @IsUUID()
  noticeId!: string;

  @IsIn(NOTICE_KINDS)
  kind!: NoticeKind;
}

class OfFailure {
  @Description('The account that owned the address; null if none did')
  @IsOptional()
  @IsUUID()
  userId!: string | null;

  @Description('The caller’s IPv4 address or IPv6 /64; null if networks are not counted, or after the person is erased')
  @IsOptional()
  @IsString()
  network!: string | null;

  @IsIn(['password-wrong', 'code-wrong', 'activation-required', 'account-suspended'])
  reason!: AuthenticationFailed['data']['reason'];
}

class OfFeedback extends OfUser {
  @Description('1 (very hard) to 5 (very easy); null after the person is erased')
  @IsOptional()
  @IsInt()
  ease!: number | null;

  @Description('Plain text as the person typed it; null if there is none, or after the person is erased')
  @IsOptional()
  @IsString()
  text!: string | null;
}

/** What each event of this context says, for anyone who follows it. */
export const registrationEvents: EventContracts<RegistrationEvent> = {
  'user.registered.v1': {
    description: 'Someone signed up. The address is not verified and may belong to someone else',
    data: OfUserWithAddress,
  },
  'user.terms-accepted.v1': {
    description: 'Someone agreed at sign-up to the application’s terms',
    data: OfAcceptedTerms,
  },
  'user.imported.v1': {
    description:
      'A person was imported from another system, as an account or as a registration whose mailbox is not verified yet',
    data: OfImportedUser,
  },
  'activation-code.issued.v1': {
    description: 'A code is to be sent. No event contains its digits',
    data: CodeToSend,
  },
  'user.activated.v1': {
    description: 'Everything required is verified, at least the mailbox: the account is active and owns its address',
    data: OfUserWithAddress,
  },
  'user.email-verified.v1': {
    description: 'The mailbox of a registration is verified, and something else is still missing',
    data: OfUser,
  },
  'registration.superseded.v1': {
    description: 'Another registration of the same address was activated; this one is void',
    data: OfSuperseded,
  },
  'user.profile-changed.v1': {
    description: 'Someone changed their profile. Contains only the names of the fields',
    data: OfProfile,
  },
  'user.password-changed.v1': {
    description: 'The account has a new password',
    data: OfChangedPassword,
  },
  'password-reset.requested.v1': {
    description:
      'Someone requested a password reset for an address. Whether it has an account is not disclosed, so the subject is the code',
    data: ResetToSend,
  },
  'user.password-reset.v1': {
    description: 'The account’s owner set a new password with a code from the mailbox',
    data: OfCredentials,
  },
  'notice.issued.v1': {
    description: 'The account’s owner will be notified of a change by mail',
    data: NoticeToSend,
  },
  'user.email-change-requested.v1': {
    description: 'Someone who knows the password requested another address for the account. Nothing has changed yet',
    data: OfUser,
  },
  'user.email-changed.v1': {
    description:
      'The account has a new address, verified by a code from its mailbox, or its own address in another spelling',
    data: OfUserWithEmail,
  },
  'user.email-change-undone.v1': {
    description: 'The account has a former address again. All sessions and the password are invalid',
    data: OfUndoneChange,
  },
  'user.phone-verified.v1': {
    description: 'The phone of an account or of a pending registration is verified',
    data: OfUser,
  },
  'user.suspended.v1': {
    description: 'The account is suspended',
    data: OfSuspension,
  },
  'user.resumed.v1': { description: 'A suspended account was resumed', data: OfUser },
  'user.erased.v1': {
    description:
      'The person is erased and only this id is left: subscribers must erase their data about the person too',
    data: OfUser,
  },
  'authentication.failed.v1': {
    description: 'Someone entered a wrong password or code, at sign-in or elsewhere. No event contains what was typed',
    data: OfFailure,
  },
  'feedback.given.v1': {
    description: 'Someone said, right after the activation, how easy it was',
    data: OfFeedback,
  },
  'registration.expired.v1': {
    description:
      'Nobody activated the registration within a day: it is removed, and personal data in its other events is blank',
    data: OfUser,
  },
};
