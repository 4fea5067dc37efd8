export { type ActivationPageView, activationPage } from './pages/activation-page.js';
export { PAGE_FILES, PAGE_POLICY, type PageFileName } from './pages/page-files.js';
