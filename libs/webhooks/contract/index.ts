export * from './read-models/event-page.js';
