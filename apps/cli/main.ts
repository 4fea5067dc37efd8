import { onPinnedNode } from '@gatehouse/platform/runtime';

await onPinnedNode(() => import('./run.js'));
