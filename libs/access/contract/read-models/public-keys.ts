import { Description } from '@gatehouse/kernel';
import { IsArray, IsIn, IsString, ValidateNested } from 'class-validator';

@Description('A public key that verifies access tokens: a JWK (RFC 7517) of an Ed25519 key (RFC 8037)')
export class PublicKey {
  @IsIn(['OKP'])
  kty!: 'OKP';

  @IsIn(['Ed25519'])
  crv!: 'Ed25519';

  @Description('The key itself: 32 bytes in base64url')
  @IsString()
  x!: string;

  @Description('Matches `kid` in the header of the tokens that it verifies')
  @IsString()
  kid!: string;

  @IsIn(['EdDSA'])
  alg!: 'EdDSA';

  @IsIn(['sig'])
  use!: 'sig';
}

@Description('A JWK Set (RFC 7517): every key that a valid access token may be signed with')
export class PublicKeys {
  @IsArray()
  @ValidateNested({ each: true, context: { of: PublicKey } })
  keys!: PublicKey[];
}
