export { ACCESS, accessModule } from './access.module.js';
