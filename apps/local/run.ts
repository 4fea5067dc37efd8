import { runProcess } from '@gatehouse/platform/process';
import { startHouse } from './start-house.js';

// Each process may take its 10 s to drain, one after the other, and the database comes last.
runProcess({ name: 'gatehouse', start: startHouse, stopWithinSeconds: 60 });
