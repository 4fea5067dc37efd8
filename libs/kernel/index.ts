export * from './clock.js';
export * from './command.js';
export * from './command-bus.js';
export * from './event.js';
export * from './ids.js';
export * from './overloaded.js';
export * from './refusal.js';
export * from './result.js';
