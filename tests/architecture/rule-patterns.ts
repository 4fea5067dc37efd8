import type { ICruiseResult } from 'dependency-cruiser';
import type { ImportRule } from './cruise-project.js';

export interface RulePattern {
  readonly part: string;
  readonly pattern: string;
  readonly matches: boolean;
}

const listed = (patterns: string | string[] | undefined): string[] => (patterns ? [patterns].flat() : []);

/**
 * Every path that a rule speaks of, and whether it matches anything in the project. What a rule bans (`to.path`) is left
 * out where it is a package: a ban does its work best when the package is not even there.
 */
export function patternsOf({ from, to }: ImportRule, project: ICruiseResult): RulePattern[] {
  const sources = project.modules.map(({ source }) => source);
  const places = [...sources, ...project.modules.flatMap(({ dependencies }) => dependencies.map((d) => d.resolved))];

  const guarded = sources.filter((source) => listed(from.path).every((pattern) => new RegExp(pattern).test(source)));
  const groups = guarded.map((source) => new RegExp(listed(from.path)[0] ?? '').exec(source) ?? []);
  const inEachGroup = (pattern: string) =>
    [...new Set(groups.map((group) => pattern.replaceAll(/\$(\d)/g, (_, index) => group[index] ?? '')))].map(
      (expression) => new RegExp(expression),
    );

  const check = (part: string, patterns: string | string[] | undefined, within: string[]): RulePattern[] =>
    listed(patterns).map((pattern) => ({
      part,
      pattern,
      matches: inEachGroup(pattern).some((expression) => within.some((place) => expression.test(place))),
    }));

  const banned = listed(to.path).filter((pattern) => !pattern.includes('node_modules'));
  return [
    ...check('from.path', from.path, sources),
    ...check('from.pathNot', from.pathNot, sources),
    ...check('to.path', banned, places),
    ...check('to.pathNot', to.pathNot, places),
  ];
}
