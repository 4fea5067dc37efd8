import { IsIn, IsInt, IsString } from 'class-validator';

/** What a client holds of a session. */
export class SessionTokens {
  /** A JWT of the profile RFC 9068 (`at+jwt`), signed with Ed25519; /.well-known/jwks.json has the keys. */
  @IsString()
  accessToken!: string;

  @IsIn(['Bearer'])
  tokenType!: 'Bearer';

  /** Seconds that the access token is good for. */
  @IsInt()
  expiresIn!: number;

  /** Opaque, for one exchange: the answer to it brings the next one. */
  @IsString()
  refreshToken!: string;
}
