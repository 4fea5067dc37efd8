export { APPLICATIONS, applicationsModule } from './applications.module.js';
export { applicationOf } from './contract/index.js';
