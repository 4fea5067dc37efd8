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
  @Description('Null once the person was erased')
  @IsOptional()
  @IsString()
  email!: string | null;
}

class OfUserWithAddress extends OfUserWithEmail {
  @Description('A BCP 47 tag; null where none is known, or the person was erased')
  @IsOptional()
  @IsString()
  locale!: string | null;
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

  @Description('Not before this')
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
  @Description('Sessions of an earlier version are over')
  @IsInt()
  credentialsVersion!: number;

  @Description('But for this one')
  @IsOptional()
  @IsUUID()
  keptSession!: null;
}

class OfChangedPassword extends OfUser {
  @Description('Sessions of an earlier version are over')
  @IsInt()
  credentialsVersion!: number;

  @Description('But for this one')
  @IsOptional()
  @IsUUID()
  keptSession!: string | null;
}

class OfUndoneChange extends OfCredentials {
  @Description('Null once the person was erased')
  @IsOptional()
  @IsString()
  email!: string | null;
}

class OfSuspension extends OfCredentials {
  @Description('Null once the person was erased')
  @IsOptional()
  @IsString()
  reason!: string | null;
}

class ResetToSend {
  @IsUUID()
  codeId!: string;

  @Description('Not before this')
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

  @Description('The caller’s IPv4 address or IPv6 /64; null where networks do not count, or once the person was erased')
  @IsOptional()
  @IsString()
  network!: string | null;

  @IsIn(['password-wrong', 'code-wrong', 'activation-required', 'account-suspended'])
  reason!: AuthenticationFailed['data']['reason'];
}

/** What each event of this context says, for whoever follows it. */
export const registrationEvents: EventContracts<RegistrationEvent> = {
  'user.registered.v1': {
    description: 'Somebody asked for an account. The address is not proven, and may belong to somebody else',
    data: OfUserWithAddress,
  },
  'user.imported.v1': {
    description:
      'A person of another system was taken over: as an account, or as a registration that waits for its proof',
    data: OfImportedUser,
  },
  'activation-code.issued.v1': {
    description: 'A code is to be sent. The digits are in no event',
    data: CodeToSend,
  },
  'user.activated.v1': {
    description:
      'All that was asked for is proven, the mailbox always: the account is the person’s, and owns its address from now on',
    data: OfUserWithAddress,
  },
  'user.email-verified.v1': {
    description: 'The mailbox of a registration is proven, and something else is missing yet',
    data: OfUser,
  },
  'registration.superseded.v1': {
    description: 'Another registration of the same address was activated; this one is void',
    data: OfSuperseded,
  },
  'user.profile-changed.v1': {
    description: 'Somebody has changed what they tell about themselves. The names of the fields alone',
    data: OfProfile,
  },
  'user.password-changed.v1': {
    description: 'The account has another password',
    data: OfChangedPassword,
  },
  'password-reset.requested.v1': {
    description:
      'Somebody asked for a new password for an address: whether the address has an account is not disclosed, so the subject is the code',
    data: ResetToSend,
  },
  'user.password-reset.v1': {
    description: 'The account’s owner has a new password by a code from the account’s mailbox',
    data: OfCredentials,
  },
  'notice.issued.v1': {
    description: 'The account’s owner is to be told by mail of something that happened to it',
    data: NoticeToSend,
  },
  'user.email-change-requested.v1': {
    description: 'Somebody who knows the password wants another address for the account. Nothing has changed yet',
    data: OfUser,
  },
  'user.email-changed.v1': {
    description:
      'The account has another address, proven by a code from its mailbox, or shows its own in other letters',
    data: OfUserWithEmail,
  },
  'user.email-change-undone.v1': {
    description: 'The account is back at a former address. Every session is over, and so is the password',
    data: OfUndoneChange,
  },
  'user.phone-verified.v1': {
    description: 'The phone of an account, or of a registration that is to become one, is proven',
    data: OfUser,
  },
  'user.suspended.v1': {
    description: 'The account is closed until it is resumed',
    data: OfSuspension,
  },
  'user.resumed.v1': { description: 'A suspended account is open again', data: OfUser },
  'user.erased.v1': {
    description:
      'Nothing is left of the person but this id: anyone who has kept more of them, from other events or elsewhere, erases it too',
    data: OfUser,
  },
  'authentication.failed.v1': {
    description:
      'Somebody failed to prove who they are: at a sign-in, or wherever else a password or a code is asked for. What was typed is in no event',
    data: OfFailure,
  },
  'registration.expired.v1': {
    description:
      'Nobody has proven the registration within a day: it is removed, and what its other events told of anybody is blank',
    data: OfUser,
  },
};
