import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const MONITORING = fileURLToPath(new URL('../../../docker/monitoring/', import.meta.url));

export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

export const RULE_FILES = globSync('rules/*.yml', { cwd: MONITORING }).map((file) => path.join(MONITORING, file));

const readFile = (file: string): RuleFile => parse(readFileSync(file, 'utf8')) as RuleFile;

export const allRules = (): Rule[] => RULE_FILES.flatMap((file) => readFile(file).groups).flatMap(({ rules }) => rules);

export const allAlerts = (): (Rule & { readonly alert: string })[] =>
  allRules().filter((rule): rule is Rule & { alert: string } => rule.alert !== undefined);

/** The rules as they are, but for how long a fault has to last: a test does not wait for minutes. */
export function impatientRules(): RuleFile {
  const groups = RULE_FILES.flatMap((file) => readFile(file).groups);
  return { groups: groups.map(({ name, rules }) => ({ name, rules: rules.map((rule) => withoutPatience(rule)) })) };
}

function withoutPatience({ for: patience, ...rule }: Rule): Rule {
  return patience === undefined ? rule : { ...rule, for: '0s' };
}

/** What an expression asks for: names of series, and the labels by which it selects, groups or joins them. */
export function seriesOf(expr: string): { readonly name: string; readonly labels: readonly string[] }[] {
  return [...expr.matchAll(/\b([a-z_][a-z0-9_]*(?::[a-z0-9_:]+)?)\s*(?:\{([^}]*)\})?/g)]
    .filter(([, name = '']) => /^(gatehouse[_:]|process_|nodejs_|up$)/.test(name))
    .map(([, name = '', selector = '']) => ({
      name,
      labels: [...selector.matchAll(/([a-z_]+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    }));
}
