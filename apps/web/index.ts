export { type ActivationPageView, activationPage } from './pages/activation-page.js';
export { type EmailUndoPageView, emailUndoPage } from './pages/email-undo-page.js';
export { homePage } from './pages/home-page.js';
export { PAGE_FILES, PAGE_POLICY, type PageFileName } from './pages/page-files.js';
export { problemPage, problemsPage, problemWordsIn, type ToldProblem } from './pages/problem-pages.js';
export { type ResetPageView, resetPage } from './pages/reset-page.js';
