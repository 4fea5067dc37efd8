import type { ReactNode } from 'react';
import classes from './details.module.css';

/** What few look at: closed at first. */
export const Details = ({ summary, children }: { readonly summary: string; readonly children: ReactNode }) => (
  <details className={classes.details}>
    <summary>{summary}</summary>
    {children}
  </details>
);
