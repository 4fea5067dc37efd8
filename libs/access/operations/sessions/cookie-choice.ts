import { Description } from '@gatehouse/kernel';
import { refuseFields } from '@gatehouse/platform/edge';
import { fieldErrors } from '@gatehouse/platform/validation';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { SignIn } from '../../contract/commands/sessions.js';

const meaning = 'True for browsers: the refresh token travels in a cookie that scripts cannot read, not in bodies';

class CookieChoice {
  @IsOptional()
  @IsBoolean()
  cookie!: boolean | null;
}

/** What the body of a sign-in may hold. */
export class SignInBody extends SignIn {
  @Description(meaning)
  @IsOptional()
  @IsBoolean()
  cookie!: boolean | null;
}

/** What the body of a refresh may hold: either of the two. */
export class RefreshBody {
  @Description('From the response to the sign-in or the last refresh; absent with `cookie`')
  @IsOptional()
  @IsString()
  @MaxLength(256)
  refreshToken!: string | null;

  @Description(meaning)
  @IsOptional()
  @IsBoolean()
  cookie!: boolean | null;
}

/**
 * Parts the choice from the command's own fields, whose faults are named together with it.
 * @throws ProblemError 422 field-unknown, validation-failed
 */
export function cookieChoice(
  { cookie, ...fields }: Readonly<Record<string, unknown>>,
  command: new () => object,
): { readonly wantsCookie: boolean; readonly fields: Readonly<Record<string, unknown>> } {
  const errors = fieldErrors(Object.assign(new CookieChoice(), cookie === undefined ? {} : { cookie }));
  if (errors.length > 0) {
    const others = Object.keys(fields).length > 0 ? fieldErrors(Object.assign(new command(), fields)) : [];
    refuseFields([...others, ...errors]);
  }
  return { wantsCookie: cookie === true, fields };
}
