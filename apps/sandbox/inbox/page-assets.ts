import { readdirSync, readFileSync } from 'node:fs';
import { Router } from 'express';

const FOLDER = new URL('./page/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The page may run its own scripts and show the mails' frames, nothing else; no string ever becomes markup. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** The inbox page at `/` and its files under `/page/`, held in memory. */
export function pageAssets(): Router {
  const router = Router();
  for (const name of readdirSync(FOLDER)) {
    const type = TYPES[name.slice(name.lastIndexOf('.'))];
    if (type === undefined) continue;
    const content = readFileSync(new URL(name, FOLDER));
    router.get(name === 'index.html' ? '/' : `/page/${name}`, (_request, response) => {
      response.set({ 'Content-Security-Policy': PAGE_POLICY, 'Content-Type': type }).send(content);
    });
  }
  return router;
}
