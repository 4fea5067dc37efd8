import type { PolicyPatch } from './application.js';

/** A JSON merge patch (RFC 7396): null removes, objects are merged, everything else replaces. */
export function mergePatch(target: PolicyPatch, patch: PolicyPatch): PolicyPatch {
  const merged = new Map(Object.entries(target));
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) merged.delete(name);
    else if (isSection(value)) {
      const before = merged.get(name);
      merged.set(name, mergePatch(isSection(before) ? before : {}, value));
    } else merged.set(name, value);
  }
  return Object.fromEntries([...merged].filter(([, value]) => !isSection(value) || Object.keys(value).length > 0));
}

const isSection = (value: PolicyPatch[string]): value is PolicyPatch =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
