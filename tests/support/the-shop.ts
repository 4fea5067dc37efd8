import { shownApplication } from './applications/shown-application.js';

/** An application of which nothing was said but its name. */
export const theShop = shownApplication('shop', { name: 'The Shop' });
