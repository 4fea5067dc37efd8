import { Description, Query, type Refusal, type Result } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';

const RULES = ['required', 'optional', 'accepted', 'none'] as const;
export type SignUpFieldRule = (typeof RULES)[number];

@Description(
  'For each field: `required`; `optional`, which forms ask for; `accepted`, which they do not; or `none`, which is refused',
)
export class SignUpFields {
  @IsIn(RULES)
  name!: SignUpFieldRule;

  @IsIn(RULES)
  surname!: SignUpFieldRule;

  @IsIn(RULES)
  phone!: SignUpFieldRule;

  @IsIn(RULES)
  birthDate!: SignUpFieldRule;

  @IsIn(RULES)
  hobbies!: SignUpFieldRule;
}

@Description('What people must agree to at sign-up. One of the links may be missing')
export class SignUpTerms {
  @Description('For `acceptedTerms`')
  @IsString()
  version!: string;

  @IsOptional()
  @IsString()
  termsUrl!: string | null;

  @IsOptional()
  @IsString()
  privacyUrl!: string | null;
}

@Description('What an application asks of people, as far as a form must know it before it is refused')
export class SignUpRules {
  @ValidateNested({ context: { of: SignUpFields } })
  fields!: SignUpFields;

  @Description('In Unicode code points')
  @IsInt()
  passwordMinLength!: number;

  @Description('Null: sign-up asks for no agreement')
  @IsOptional()
  @ValidateNested({ context: { of: SignUpTerms } })
  terms!: SignUpTerms | null;

  @Description('Number of digits')
  @IsInt()
  resetCodeLength!: number;

  @Description('Seconds between two messages to one address')
  @IsInt()
  gapSeconds!: number;
}

/** The rules of the application that asks. For anyone: its pages show them. */
export class FindSignUpRules extends Query<Result<SignUpRules, Refusal<'validation-failed'>>> {}
