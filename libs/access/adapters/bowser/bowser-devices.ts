import Bowser from 'bowser';
import type { Devices } from '../../application/ports/sessions.js';
import type { Device } from '../../domain/session/session.js';

/** Longer than any browser's, and short enough to be read quickly whatever it contains. */
const LONGEST = 512;
const LONGEST_NAME = 40;

/** Bowser repeats part of a header that it does not know: people would read a stranger's text in the list of their sessions. */
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.values(Bowser.BROWSER_MAP),
  ...Object.values(Bowser.OS_MAP),
  // These it knows, but does not list.
  'Miui',
  'Opera Touch',
]);

/** Reads what browsers say of themselves in `User-Agent`. Only names: versions change, and help nobody recognise a device. */
export class BowserDevices implements Devices {
  of(userAgent: string): Device | null {
    if (userAgent.trim() === '') return null;
    const { browser, os } = Bowser.parse(userAgent.slice(0, LONGEST));
    const device = { browser: known(browser.name), system: known(os.name) };
    return device.browser === null && device.system === null ? null : device;
  }
}

const known = (name: string | undefined): string | null =>
  name !== undefined && KNOWN.has(name) ? name.slice(0, LONGEST_NAME) : null;
