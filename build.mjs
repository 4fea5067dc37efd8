// Compiles every workspace package from TypeScript into its own dist/, beside the assets it reads at run time.
// Types are not checked here (npm run typecheck does that), so a start from source stays under a second.
import { cp, glob, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { transformFile } from '@swc/core';

const ASSETS = ['.mjml', '.sql', '.hbs', '.json', '.html', '.css', '.txt', '.svg', '.client.js'];
const outside = (name) => name === 'dist' || name === 'node_modules';

for await (const manifest of glob('{apps,libs}/*/package.json')) {
  const room = path.dirname(manifest);
  const dist = path.join(room, 'dist');
  await rm(dist, { recursive: true, force: true });
  const files = [];
  for await (const file of glob('**/*', { cwd: room, exclude: outside })) files.push(file);
  await Promise.all(
    files.map(async (file) => {
      const source = path.join(room, file);
      const isCode = file.endsWith('.ts') && !file.endsWith('.d.ts');
      if (!isCode && (file === 'package.json' || !ASSETS.some((ending) => file.endsWith(ending)))) return;
      const target = path.join(dist, isCode ? file.replace(/\.ts$/, '.js') : file);
      await mkdir(path.dirname(target), { recursive: true });
      if (!isCode) return cp(source, target);
      const { code, map } = await transformFile(source, {
        sourceFileName: path.relative(path.dirname(target), source),
      });
      await writeFile(target, `${code}\n//# sourceMappingURL=${path.basename(target)}.map\n`);
      if (map) await writeFile(`${target}.map`, map);
    }),
  );
}
