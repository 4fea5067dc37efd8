import { getMetadataStorage, ValidationTypes } from 'class-validator';
import type { Application } from '../contract/application.js';
import { ApplicationPolicy } from '../contract/application-policy.js';

/** An application as callers read it: every field of its policy is there, and null where the preset decides. */
export const applicationAnswer = (application: Application): Application => ({
  ...application,
  policy: completed(ApplicationPolicy, application.policy),
});

function completed<T extends object>(shape: new () => T, given: T): T {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(shape, '', true, false);
  const sections = new Map(
    metadata
      .filter(({ type }) => type === ValidationTypes.NESTED_VALIDATION)
      .map(({ propertyName, context }) => [propertyName, context.of as new () => object]),
  );
  const names = [...new Set(metadata.map(({ propertyName }) => propertyName))].sort();
  const fields = names.map((name) => {
    const value = (given as Readonly<Record<string, unknown>>)[name] ?? null;
    const section = sections.get(name);
    return [name, section && value !== null ? completed(section, value) : value];
  });
  return Object.fromEntries(fields) as T;
}
