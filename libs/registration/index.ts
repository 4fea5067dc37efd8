export { REGISTRATION, registrationModule } from './registration.module.js';
