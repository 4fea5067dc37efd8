import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The system's Chromium. It finds `gatehouse.example` on this machine, so that a page cannot take itself for a
 * developer's own, and nothing else anywhere.
 */
export function openBrowser(): Promise<Browser> {
  const executablePath = PROGRAMS.find((program) => existsSync(program));
  if (!executablePath) throw new Error('There is no Chromium here: .ci/system-packages installs one');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--host-resolver-rules=MAP gatehouse.example 127.0.0.1, EXCLUDE localhost, EXCLUDE 127.0.0.1, MAP * ~NOTFOUND',
    ],
  });
}
