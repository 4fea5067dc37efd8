export { onPinnedNode } from './on-pinned-node.js';
