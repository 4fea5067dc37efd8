import type { FieldError } from '@gatehouse/kernel';
import { getMetadataStorage, IS_RFC_3339 } from 'class-validator';

// PostgreSQL has no year 0 and no offset beyond 15:59, JavaScript no leap second, and neither reads hundreds of digits.
const MOMENT = /^(?!0000)(\d{4})-(\d{2})-(\d{2})[ T]\d{2}:\d{2}:[0-5]\d(\.\d{1,12})?(Z|[+-](0\d|1[0-5]):\d{2})$/i;

/** Fields with `@IsRFC3339()`, which looks at the form alone, that name a moment which never was or which nothing here holds. */
export function impossibleMoments(subject: object, found: readonly FieldError[]): FieldError[] {
  return momentsOf(subject.constructor).flatMap((name) => {
    const value = (subject as Readonly<Record<string, unknown>>)[name];
    const pointer = `/${name}`;
    if (typeof value !== 'string' || isMoment(value) || found.some((error) => error.pointer === pointer)) return [];
    return [{ pointer, code: 'value-invalid', message: 'Must be a valid date and time' }];
  });
}

function isMoment(text: string): boolean {
  const [, year, month, day] = (MOMENT.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  // The day before the first of the next month. Four centuries on, the calendar is the same.
  return day >= 1 && day <= new Date(Date.UTC(year + 400, month, 0)).getUTCDate();
}

const known = new WeakMap<object, readonly string[]>();

// biome-ignore lint/complexity/noBannedTypes: any class will do, it is only looked up
function momentsOf(shape: Function): readonly string[] {
  const names = known.get(shape) ?? readMoments(shape);
  known.set(shape, names);
  return names;
}

// biome-ignore lint/complexity/noBannedTypes: any class will do, it is only looked up
const readMoments = (shape: Function): readonly string[] =>
  getMetadataStorage()
    .getTargetValidationMetadatas(shape, '', true, false)
    .filter(({ name }) => name === IS_RFC_3339)
    .map(({ propertyName }) => propertyName);
