import { type PageView, pageFrame } from './page-frame.js';

export interface EmailUndoPageView extends PageView {
  /** Where a new password is chosen afterwards. */
  readonly resetPath: string;
}

/** What an undo may come to, by the codes of its problems. */
const OUTCOMES = {
  undone: 'good',
  'undo-over': 'bad',
  'former-email-taken': 'bad',
  incomplete: 'bad',
} as const;

/** The page where the former mailbox undoes a change of address. Opening it does nothing; its one button does. */
export const emailUndoPage = ({ resetPath, ...view }: EmailUndoPageView): string =>
  pageFrame(view, {
    words: 'undo.',
    outcomes: OUTCOMES,
    script: 'emailUndo',
    onward: { href: resetPath, words: 'undo.onward' },
    form: (say) => `        <p>${say('undo.intro')}</p>
        <button id="submit" type="submit">${say('undo.submit')}</button>
`,
  });
