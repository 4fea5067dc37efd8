/** What the service takes for a code, as the `pattern` of a field: digits of any script, with spaces and hyphens. */
export const TYPED_CODE = String.raw`[\s\p{Pd}\p{DI}]{0,8}(\p{Nd}[\s\p{Pd}\p{DI}]{0,8}){4,10}`;
