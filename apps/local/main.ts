import { bundled, onPinnedNode } from '@gatehouse/platform/runtime';

await onPinnedNode(() => bundled(import.meta.url, () => import('./run.js')));
