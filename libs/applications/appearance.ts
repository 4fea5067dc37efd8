/**
 * How an accent color is shown, and whether it can be read: plain functions without Node or a framework, so that the
 * console shows in the browser what pages and mails will have.
 */
export {
  accentColors,
  contrast,
  defaultAppearance,
  isDarkEnoughForWhite,
} from './domain/application/appearance.js';
