import Bowser from 'bowser';
import type { Devices } from '../../application/ports/sessions.js';
import type { Device } from '../../domain/session/session.js';

/** Longer than any browser's, and short enough to be read at once, whoever wrote it. */
const LONGEST = 512;
const LONGEST_NAME = 40;

/** Reads what browsers say of themselves in `User-Agent`. Names alone: versions change, and help nobody to know a device. */
export class BowserDevices implements Devices {
  of(userAgent: string): Device | null {
    if (userAgent.trim() === '') return null;
    const { browser, os } = Bowser.parse(userAgent.slice(0, LONGEST));
    const device = { browser: named(browser.name), system: named(os.name) };
    return device.browser === null && device.system === null ? null : device;
  }
}

const named = (name: string | undefined): string | null => name?.slice(0, LONGEST_NAME) || null;
