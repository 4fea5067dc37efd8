import { Description } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsString } from 'class-validator';

@Description('The tokens of a session')
export class IssuedTokens {
  @Description('A JWT as in RFC 9068 (`at+jwt`, EdDSA); verify it with the keys from /.well-known/jwks.json')
  @IsString()
  accessToken!: string;

  @IsIn(['Bearer'])
  tokenType!: 'Bearer';

  @Description('Lifetime of the access token in seconds')
  @IsInt()
  expiresIn!: number;

  @Description('Opaque, can be used once: the response contains the next one. Null if it is in the cookie')
  @IsOptional()
  @IsString()
  refreshToken!: string | null;

  @Description('For `X-CSRF-Token` if the refresh token is in the cookie, otherwise null. Valid as long as the session')
  @IsOptional()
  @IsString()
  csrfToken!: string | null;
}
