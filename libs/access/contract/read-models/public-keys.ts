import { IsArray, IsIn, IsString, ValidateNested } from 'class-validator';

/** One public key that verifies access tokens: a JWK (RFC 7517) of the kind OKP (RFC 8037). */
export class PublicKey {
  @IsIn(['OKP'])
  kty!: 'OKP';

  @IsIn(['Ed25519'])
  crv!: 'Ed25519';

  /** The key itself: 32 bytes in base64url. */
  @IsString()
  x!: string;

  /** As in the header of the tokens that it verifies. */
  @IsString()
  kid!: string;

  @IsIn(['EdDSA'])
  alg!: 'EdDSA';

  @IsIn(['sig'])
  use!: 'sig';
}

/** Every key that a valid access token may be signed with: a JWK Set (RFC 7517). */
export class PublicKeys {
  @IsArray()
  @ValidateNested({ each: true })
  keys!: PublicKey[];
}
