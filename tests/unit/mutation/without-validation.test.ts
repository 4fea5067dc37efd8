import { globSync, readFileSync } from 'node:fs';
import * as decorators from '../../mutation/without-validation.js';

it('every decorator of class-validator that contracts use has one without effect', () => {
  const used = globSync('libs/*/contract/**/*.ts').flatMap((file) => {
    const imports = readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from 'class-validator'/g);
    return [...imports].flatMap(([, names = '']) => names.split(',').map((name) => name.trim()));
  });
  expect(used).not.toEqual([]);
  expect(Object.keys(decorators)).toEqual(expect.arrayContaining([...new Set(used)].filter((name) => name !== '')));
});
