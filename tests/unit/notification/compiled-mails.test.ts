import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = new URL('../../../', import.meta.url);
const templates = new URL('libs/notification/adapters/templates/', root);
const html = readdirSync(templates).filter((file) => file.endsWith('.html.hbs'));

it('the templates are what their MJML compiles to', async () => {
  const script = fileURLToPath(new URL('compile-mails.mjs', root));
  await promisify(execFile)(process.execPath, [script, '--check']);
}, 30_000);

it.each(html)('%s loads nothing but the logo and runs nothing', (file) => {
  const source = readFileSync(new URL(file, templates), 'utf8').replace('{{#if logo}}<img src="{{logo}}" ', '');
  expect(source).not.toMatch(/<(script|link|iframe|form|img)\b|@import|url\(|\son\w+=|https?:(?!\/\/www\.w3\.org\/)/i);
});

it.each(html)('%s escapes every value and puts each in quotes or between tags', (file) => {
  const source = readFileSync(new URL(file, templates), 'utf8');
  expect(source).not.toMatch(/{{{|{{&|={{/);
});

it.each(html)('%s stays well under what mail programs cut off', (file) => {
  expect(readFileSync(new URL(file, templates)).length).toBeLessThan(20_000);
});
