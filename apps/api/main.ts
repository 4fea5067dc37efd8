// Node's thread pool is made when it is first used, so its size is settled before anything else is loaded.
import './thread-pool.js';
import { onPinnedNode } from '@gatehouse/platform/runtime';

await onPinnedNode(() => import('./run.js'));
