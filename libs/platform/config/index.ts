export { type Key, KeyRing } from './key-ring.js';
export * from './provider-tables.js';
export { readSettings } from './read-settings.js';
export * from './settings.js';
export { type Environment, SettingsFault, SettingsReader } from './settings-reader.js';
