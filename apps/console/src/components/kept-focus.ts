import { type RefObject, useEffect } from 'react';

/** A dialog that closes gives the focus back by itself, within this time. */
const PATIENCE_MS = 100;

/**
 * What has the focus may be gone once something was done: a button that is not offered any more, a row. Then the dialog in
 * front has it, or the page's heading, and not the top of the document, from where people who use keys would begin again.
 */
export function useKeptFocus(heading: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let latest: Element | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const isLost = () => latest?.isConnected === false && document.activeElement === document.body;
    const remember = ({ target }: FocusEvent) => {
      latest = target instanceof Element ? target : null;
    };
    const restore = () => {
      if (!isLost()) return;
      const dialog = [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')].at(-1);
      const place = dialog ? dialog.querySelector<HTMLElement>('button, a, input') : heading.current;
      place?.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(() => {
      if (!isLost()) return;
      clearTimeout(timer);
      timer = setTimeout(restore, PATIENCE_MS);
    });
    document.addEventListener('focusin', remember);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('focusin', remember);
    };
  }, [heading]);
}
