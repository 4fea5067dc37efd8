export { type ActivationPageView, activationPage } from './pages/activation-page.js';
export { type EmailUndoPageView, emailUndoPage } from './pages/email-undo-page.js';
export { PAGE_FILES, PAGE_POLICY, type PageFileName } from './pages/page-files.js';
export { type ResetPageView, resetPage } from './pages/reset-page.js';
