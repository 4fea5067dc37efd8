export { applicationPage, homePage } from './pages/home-page.js';
export {
  type AskedOfPeople,
  HOSTED_PAGES,
  type HostedPageName,
  type HostedPageView,
  hostedPage,
  type LinkedFile,
} from './pages/hosted-page.js';
export { appearanceSheet, type PageColors, type PageLook } from './pages/look.js';
export { PAGE_FILES, PAGE_POLICY, type PageFileName } from './pages/page-files.js';
export { problemPage, problemsPage, problemWordsIn, type ToldProblem } from './pages/problem-pages.js';
