import { Description } from '@gatehouse/kernel';
import { IsIn, IsOptional } from 'class-validator';

/** What is done with a field of the profile at sign-up. */
export const PROFILE_FIELD_RULES = ['required', 'optional', 'none'] as const;
export type ProfileFieldRule = (typeof PROFILE_FIELD_RULES)[number];

@Description(
  'Which fields sign-up asks for beside address and password: `required`, `optional`, or `none`, which refuses them. Absent or null: accepted, but not asked for',
)
export class ProfileSettings {
  @IsOptional()
  @IsIn(PROFILE_FIELD_RULES)
  name?: ProfileFieldRule | null;

  @IsOptional()
  @IsIn(PROFILE_FIELD_RULES)
  surname?: ProfileFieldRule | null;

  @Description('`policy.requirePhone` makes it required, and has it verified; together with `none` it is refused')
  @IsOptional()
  @IsIn(PROFILE_FIELD_RULES)
  phone?: ProfileFieldRule | null;

  @IsOptional()
  @IsIn(PROFILE_FIELD_RULES)
  birthDate?: ProfileFieldRule | null;

  @IsOptional()
  @IsIn(PROFILE_FIELD_RULES)
  hobbies?: ProfileFieldRule | null;
}
