export { type Key, KeyRing } from './key-ring.js';
export * from './settings.js';
export { type Environment, SettingsFault, SettingsReader } from './settings-reader.js';
