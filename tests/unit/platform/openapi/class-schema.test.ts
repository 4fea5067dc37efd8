import { Description } from '@gatehouse/kernel';
import type { BodyClass, Operation } from '@gatehouse/platform/edge';
import { openApiDocument } from '@gatehouse/platform/openapi';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { operationLike } from './operation-like.js';

class Crate {
  @IsInt()
  @Min(1)
  @Max(12)
  bottles!: number;
}

@Description('What is in the cellar')
class Wine {
  @IsUUID()
  id!: string;

  @Description('As on the label')
  @IsString()
  @MinLength(1)
  @MaxLength(80)
  name!: string;

  @IsIn(['red', 'white'])
  colour!: 'red' | 'white';

  @IsOptional()
  @IsIn(['dry', 'sweet'])
  taste?: 'dry' | 'sweet' | null;

  @Min(0)
  @IsInt()
  year!: number;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(5)
  @IsString({ each: true })
  @MaxLength(20, { each: true })
  grapes?: string[] | null;

  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  bottledOn?: string | null;

  @IsRFC3339()
  addedAt!: string;
}

class StoredWine extends Wine {
  @IsBoolean()
  open!: boolean;

  @ValidateNested({ context: { of: Crate } })
  crate!: Crate;

  @IsOptional()
  @ValidateNested({ context: { of: Crate } })
  spare!: Crate | null;

  @IsArray()
  @ValidateNested({ each: true, context: { of: Crate } })
  others!: Crate[];
}

const schemasOf = (operation: Partial<Operation>) =>
  openApiDocument([operationLike({ operationId: 'keepWine', ...operation })], { title: 'Cellar', version: '1' })
    .components.schemas;
const written = (fields?: readonly string[]) =>
  schemasOf({ body: { schema: Wine, ...(fields && { fields }), example: {} } })['KeepWineRequest'];
const read = (schema: BodyClass) => schemasOf({ answers: { 200: { description: '', schema } } });

describe('the schema of a class', () => {
  it('says of each field what its validators check', () => {
    expect(written()?.['properties']).toEqual({
      id: { type: 'string', format: 'uuid' },
      name: { type: 'string', minLength: 1, maxLength: 80, description: 'As on the label' },
      colour: { type: 'string', enum: ['red', 'white'] },
      taste: { type: ['string', 'null'], enum: ['dry', 'sweet', null] },
      year: { type: 'integer', minimum: 0 },
      grapes: { type: ['array', 'null'], maxItems: 5, items: { type: 'string', maxLength: 20 } },
      bottledOn: { type: ['string', 'null'], format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
      addedAt: { type: 'string', format: 'date-time' },
    });
  });

  it('lets a request leave out or null what is optional, and hold nothing that the class does not know', () => {
    expect(written()).toMatchObject({
      required: ['id', 'name', 'colour', 'year', 'addedAt'],
      additionalProperties: false,
    });
  });

  it('has all fields in an answer, null where they are optional, and leaves room for those to come', () => {
    const wine = read(Wine)['Wine'];
    expect(wine?.['required']).toEqual(Object.keys(wine?.['properties'] as object));
    expect(wine?.['properties']).toMatchObject({ taste: { type: ['string', 'null'] }, year: { type: 'integer' } });
    expect(wine).not.toHaveProperty('additionalProperties');
  });

  it('takes just the fields that the body holds', () => {
    expect(written(['name', 'taste'])).toMatchObject({ required: ['name'], additionalProperties: false });
    expect(Object.keys(written(['name', 'taste'])?.['properties'] as object)).toEqual(['name', 'taste']);
  });

  it('refuses to take a field that the class does not have', () => {
    expect(() => written(['vintage'])).toThrow('Wine has no "vintage"');
  });

  it('refers to the classes within', () => {
    const crate = { $ref: '#/components/schemas/Crate' };
    expect(read(StoredWine)['StoredWine']?.['properties']).toMatchObject({
      crate,
      spare: { anyOf: [crate, { type: 'null' }] },
      others: { type: 'array', items: crate },
    });
    expect(read(StoredWine)['Crate']?.['properties']).toEqual({
      bottles: { type: 'integer', minimum: 1, maximum: 12 },
    });
  });

  it('has the fields and descriptions of its ancestors, theirs first', () => {
    const stored = read(StoredWine)['StoredWine'];
    expect(Object.keys(stored?.['properties'] as object).slice(0, 2)).toEqual(['id', 'name']);
    expect(stored?.['properties']).toMatchObject({ name: { description: 'As on the label' } });
    expect(stored).not.toHaveProperty('description');
    expect(read(Wine)['Wine']).toHaveProperty('description', 'What is in the cellar');
  });

  it('refuses a field that does not say what it holds', () => {
    class Vague {
      @IsOptional()
      something!: unknown;
    }
    class Nested {
      @ValidateNested()
      inner!: Crate;
    }
    expect(() => read(Vague)).toThrow('Vague.something does not say what it holds');
    expect(() => read(Nested)).toThrow('"inner" does not name its class');
  });

  it('refuses a pattern whose flags a schema cannot say', () => {
    class Shouted {
      @Matches(/^[a-z]+$/i)
      word!: string;
    }
    expect(() => read(Shouted)).toThrow('has no flags');
  });
});
