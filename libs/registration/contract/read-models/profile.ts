import { IsArray, IsBoolean, IsIn, IsOptional, IsString } from 'class-validator';

/** A person's account as the person may see it. Times are RFC 3339 in UTC, `birthDate` is `YYYY-MM-DD`. */
export class Profile {
  @IsString()
  id!: string;

  @IsIn(['pending', 'active', 'suspended'])
  state!: 'pending' | 'active' | 'suspended';

  /** As the person typed it. */
  @IsString()
  email!: string;

  @IsBoolean()
  emailVerified!: boolean;

  @IsOptional()
  @IsString()
  name!: string | null;

  @IsOptional()
  @IsString()
  surname!: string | null;

  @IsOptional()
  @IsString()
  phone!: string | null;

  @IsBoolean()
  phoneVerified!: boolean;

  @IsArray()
  @IsString({ each: true })
  hobbies!: string[];

  @IsOptional()
  @IsString()
  birthDate!: string | null;

  @IsOptional()
  @IsString()
  locale!: string | null;

  @IsString()
  createdAt!: string;

  @IsOptional()
  @IsString()
  activatedAt!: string | null;
}
