export { examine, examineDeployment } from './examine.js';
export type { Finding } from './finding.js';
