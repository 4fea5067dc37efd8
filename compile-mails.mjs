// Compiles the mails' MJML into the Handlebars templates beside them. Their output is committed: MJML takes half a
// second to load and 90 MiB to hold, and nothing of it is needed to send a mail.
//   node compile-mails.mjs           writes the templates
//   node compile-mails.mjs --check   fails when one is not what its source compiles to
import { glob, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import mjml2html from 'mjml';

const folder = path.join(import.meta.dirname, 'libs/notification/adapters/templates');
const isCheck = process.argv.includes('--check');
const stale = [];

for await (const file of glob('*.mjml', { cwd: folder, exclude: ['layout.mjml'] })) {
  const source = path.join(folder, file);
  const { html } = await mjml2html(await readFile(source, 'utf8'), {
    filePath: source,
    ignoreIncludes: false,
    includePath: folder,
    keepComments: false,
    validationLevel: 'strict',
    // No font is fetched from anybody: a mail must not tell a third party that it was opened.
    fonts: {},
    minify: true,
    minifyOptions: { minifyCss: false },
  });
  const target = source.replace(/\.mjml$/, '.html.hbs');
  const compiled = `${inAnyLook(inAnyDirection(html)).trim()}\n`;
  if (!isCheck) await writeFile(target, compiled);
  else if ((await readFile(target, 'utf8').catch(() => '')) !== compiled) stale.push(path.basename(target));
}

/** MJML writes one direction into every table; the renderer is to choose it with the language. */
function inAnyDirection(html) {
  return html
    .replaceAll('direction:ltr', 'direction:{{direction}}')
    .replaceAll('text-align:left', 'text-align:{{start}}')
    .replaceAll('align="left"', 'align="{{start}}"');
}

/** MJML wants colors and lengths where the application has the say; these stand for its own. */
function inAnyLook(html) {
  return html
    .replaceAll('#1d4ed8', '{{accent}}')
    .replaceAll(/border-radius:\s?(8|10)px/g, 'border-radius:{{radius}}px');
}

if (stale.length > 0) {
  process.stderr.write(`Not what their source compiles to: ${stale.join(', ')}. Run: npm run mails\n`);
  process.exitCode = 1;
}
