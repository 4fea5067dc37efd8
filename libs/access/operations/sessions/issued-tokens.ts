import { Description } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsString } from 'class-validator';

@Description('What a client holds of a session')
export class IssuedTokens {
  @Description('A JWT of the profile RFC 9068 (`at+jwt`, EdDSA); /.well-known/jwks.json has the keys that verify it')
  @IsString()
  accessToken!: string;

  @IsIn(['Bearer'])
  tokenType!: 'Bearer';

  @Description('Seconds that the access token is good for')
  @IsInt()
  expiresIn!: number;

  @Description('Opaque, for one exchange: the answer to it brings the next one. Null where it is in the cookie')
  @IsOptional()
  @IsString()
  refreshToken!: string | null;

  @Description('For `X-CSRF-Token`, where the refresh token is in the cookie; else null. Good as long as the session')
  @IsOptional()
  @IsString()
  csrfToken!: string | null;
}
