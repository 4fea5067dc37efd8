import { runProcess } from '@gatehouse/platform/process';
import { startLocal } from './start-local.js';

// Each process may take its 10 s to drain, one after the other, and the database comes last.
runProcess({ name: 'gatehouse', start: startLocal, stopWithinSeconds: 60 });
