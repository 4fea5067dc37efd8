import { Description } from '@gatehouse/kernel';
import { IsIn, IsInt, IsString } from 'class-validator';

@Description('The tokens of a session')
export class SessionTokens {
  @Description('A JWT as in RFC 9068 (`at+jwt`, EdDSA); verify it with the keys from /.well-known/jwks.json')
  @IsString()
  accessToken!: string;

  @IsIn(['Bearer'])
  tokenType!: 'Bearer';

  @Description('Lifetime of the access token in seconds')
  @IsInt()
  expiresIn!: number;

  @Description('Opaque, can be used once: the response contains the next one')
  @IsString()
  refreshToken!: string;
}
