import { Description, together } from '@gatehouse/kernel';
import { IsString, Matches } from 'class-validator';

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
