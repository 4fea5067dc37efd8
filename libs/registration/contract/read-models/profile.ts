import { Description } from '@gatehouse/kernel';
import { IsArray, IsBoolean, IsIn, IsOptional, IsRFC3339, IsString, IsUUID, Matches } from 'class-validator';

@Description('A person’s account as the person sees it')
export class Profile {
  @IsUUID()
  id!: string;

  @IsIn(['pending', 'active', 'suspended'])
  state!: 'pending' | 'active' | 'suspended';

  @Description('As the person typed it: the domain may contain non-ASCII letters')
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

  @Description('E.164')
  @IsOptional()
  @IsString()
  phone!: string | null;

  @IsBoolean()
  phoneVerified!: boolean;

  @IsArray()
  @IsString({ each: true })
  hobbies!: string[];

  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  birthDate!: string | null;

  @Description('A BCP 47 language tag')
  @IsOptional()
  @IsString()
  locale!: string | null;

  @IsRFC3339()
  createdAt!: string;

  @IsOptional()
  @IsRFC3339()
  activatedAt!: string | null;
}
