import { useEffect, useRef } from 'react';
import classes from './mail-frame.module.css';

/**
 * A mail's HTML, in a frame that runs no script and loads nothing. Mails bring their style as attributes, which the
 * console's policy forbids in markup: they are taken off before the browser reads them, and set one by one.
 */
export function MailFrame({ html, title }: { readonly html: string; readonly title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const inside = frame.current?.contentDocument;
    if (inside) showMail(inside, html);
  }, [html]);
  return (
    <iframe
      ref={frame}
      title={`Preview of the mail “${title}”`}
      className={classes.frame}
      // With the console's origin, so that the console can fill it; without scripts, so that nothing in it can act.
      sandbox="allow-same-origin"
    />
  );
}

const STYLE = 'data-mail-style';

function showMail(inside: Document, html: string): void {
  const rules: string[] = [];
  const bare = html
    .replaceAll(/<style[^>]*>(.*?)<\/style>/gis, (_, text: string) => {
      rules.push(text);
      return '';
    })
    .replaceAll(/(<[^>]*?\s)style\s*=/gi, `$1${STYLE}=`);
  const mail = new DOMParser().parseFromString(bare, 'text/html');
  for (const dead of mail.querySelectorAll('script, style, link, meta, base, iframe, object, embed')) dead.remove();
  inside.documentElement.lang = mail.documentElement.lang;
  inside.documentElement.dir = mail.documentElement.dir;
  inside.body.replaceChildren(...[...mail.body.childNodes].map((node) => inside.importNode(node, true)));
  takeAttributes(mail.body, inside.body);
  for (const element of [inside.body, ...inside.querySelectorAll<HTMLElement>(`[${STYLE}]`)]) {
    element.style.cssText = element.getAttribute(STYLE) ?? '';
    element.removeAttribute(STYLE);
  }
  const Sheet = inside.defaultView?.CSSStyleSheet;
  if (!Sheet) return;
  const sheet = new Sheet();
  sheet.replaceSync(rules.join('\n'));
  inside.adoptedStyleSheets = [sheet];
}

function takeAttributes(from: HTMLElement, to: HTMLElement): void {
  for (const name of to.getAttributeNames()) to.removeAttribute(name);
  for (const name of ['dir', 'lang', STYLE]) {
    const value = from.getAttribute(name);
    if (value !== null) to.setAttribute(name, value);
  }
}
