import { Description, together } from '@gatehouse/kernel';
import { ArrayMaxSize, IsArray, IsISO8601, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';

/**
 * The fields of a profile, as every command takes them. Each field may be absent or null; what that means is
 * the command's to say. Decorators and not a common ancestor, so that each command's document keeps its own order.
 */
export const IsNameField = () => together(IsOptional(), IsString(), MinLength(1), MaxLength(100));

export const IsPhoneField = () => together(IsOptional(), IsString(), MaxLength(40));

export const IsHobbiesField = () =>
  together(
    IsOptional(),
    IsArray(),
    ArrayMaxSize(20),
    IsString({ each: true }),
    MinLength(1, { each: true }),
    MaxLength(50, { each: true }),
  );

export const IsBirthDateField = () =>
  together(
    IsOptional(),
    IsISO8601({ strict: true }),
    Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'Must be a date, as YYYY-MM-DD' }),
  );

export const IsLocaleField = () =>
  together(
    Description(
      'The language of mails: a BCP 47 tag, such as `fr` or `fr-CA`, or the value of `navigator.language`. Extensions are dropped, and invalid tags are ignored',
    ),
    IsOptional(),
    IsString(),
  );

/** Where the page behind a mail's link leads after success. */
export const IsRedirectField = () =>
  together(
    Description(
      'Where the page that the mail links to leads after success: one of the application’s `redirectTargets`, character by character',
    ),
    IsOptional(),
    IsString(),
    MaxLength(2048),
  );

/** A version of an application's terms. */
export const IsTermsVersionField = () => together(IsOptional(), IsString(), MaxLength(64));

/** 4 to 10 digits of any script; some white space, dashes and invisible marks around and between them mean nothing. */
const TYPED_CODE = /^[\s\p{Pd}\p{DI}]{0,8}(\p{Nd}[\s\p{Pd}\p{DI}]{0,8}){4,10}$/u;

/** The code of a mail or an SMS, as people type it or copy it. */
export const IsCodeField = (source: 'mail' | 'SMS') =>
  together(
    Description(
      `The digits from the ${source}, as text: leading zeros count. Digits of any script are accepted, and spaces and hyphens between them`,
    ),
    IsString(),
    Matches(TYPED_CODE, { message: 'Must be 4 to 10 digits' }),
  );
