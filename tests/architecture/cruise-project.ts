import path from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult, type IRegularForbiddenRuleType } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

export const PROJECT = path.resolve(import.meta.dirname, '../..');

const readConfiguration = async (): Promise<IConfiguration> => {
  const { default: configuration } = await import(path.join(PROJECT, '.dependency-cruiser.mjs'));
  return structuredClone(configuration);
};

export type ImportRule = IRegularForbiddenRuleType & { readonly name: string };

/** The rules as they stand at the root of the repository. */
export const readRules = async (): Promise<ImportRule[]> => (await readConfiguration()).forbidden as ImportRule[];

/** Follows every import of the project at `root` and holds it against the rules. */
export async function cruiseProject(root: string): Promise<ICruiseResult> {
  const { options = {}, ...ruleSet } = await readConfiguration();
  const { output } = await cruise(
    ['apps', 'libs', 'tests', '*.{mjs,ts}'],
    { ...options, ruleSet, validate: true, baseDir: root },
    options.enhancedResolveOptions,
    { tsConfig: extractTsConfig(path.join(PROJECT, 'tsconfig.json')) },
  );
  return output as ICruiseResult;
}
