/**
 * The decorators of class-validator that contracts use, without effect. The tests that count check no contract, and to load
 * the library for each of them would take most of the time of a mutant.
 */
const decorator = () => () => undefined;

/** What the edge names when it is loaded: some tests make their commands as it does. It finds no decorators. */
export const getMetadataStorage = () => ({ getTargetValidationMetadatas: () => [] });
export const ValidationTypes = {};
export const validateSync = () => [];
const constant = '';

export {
  constant as IS_INT,
  constant as IS_ISO8601,
  constant as IS_OPTIONAL,
  constant as IS_RFC_3339,
  constant as MATCHES,
  constant as MAX,
  constant as MIN,
  decorator as ArrayMaxSize,
  decorator as ArrayMinSize,
  decorator as IsArray,
  decorator as IsBoolean,
  decorator as IsEmail,
  decorator as IsIn,
  decorator as IsInt,
  decorator as IsISO8601,
  decorator as IsNumber,
  decorator as IsObject,
  decorator as IsOptional,
  decorator as IsRFC3339,
  decorator as IsString,
  decorator as IsUUID,
  decorator as Matches,
  decorator as Max,
  decorator as MaxLength,
  decorator as Min,
  decorator as MinLength,
  decorator as ValidateIf,
  decorator as ValidateNested,
};
