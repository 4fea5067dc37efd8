// Node's thread pool is made when it is first used, so its size is settled before anything else is loaded.
import './thread-pool.js';
import { bundled, onPinnedNode } from '@gatehouse/platform/runtime';

await onPinnedNode(() => bundled(import.meta.url, () => import('./run.js')));
