import { css } from 'lit';
import { feedbackStyles } from './feedback-styles.js';

/** Every colour, distance and font comes from a custom property, so that a page changes it where it likes. */
const styles = css`
  .gh {
    --gh-accent: var(--gatehouse-accent, light-dark(#1d4ed8, #809ce9));
    --gh-on-accent: var(--gatehouse-on-accent, light-dark(#ffffff, #0b1220));
    --gh-ink: var(--gatehouse-ink, light-dark(#18212b, #e8ebef));
    --gh-faint: var(--gatehouse-faint, light-dark(#556270, #a7b2be));
    --gh-surface: var(--gatehouse-surface, light-dark(#ffffff, #1b2127));
    --gh-sunken: var(--gatehouse-sunken, light-dark(#f5f6f8, #14191e));
    --gh-line: var(--gatehouse-line, light-dark(#dfe3e8, #343d47));
    --gh-edge: var(--gatehouse-edge, light-dark(#87919c, #75808c));
    --gh-good: var(--gatehouse-good, light-dark(#0d6b3a, #7fd9a6));
    --gh-bad: var(--gatehouse-bad, light-dark(#b3261e, #f5a89f));
    --gh-radius: var(--gatehouse-radius, 10px);
    --gh-space: var(--gatehouse-space, 1.25rem);
    color: var(--gh-ink);
    font: var(--gatehouse-font, inherit);
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .gh *,
  .gh *::before,
  .gh *::after {
    box-sizing: border-box;
  }
  .gh [hidden] {
    display: none;
  }
  /* No stronger than one class: what has a class of its own keeps its margin and padding. */
  .gh :where(p, ul, h2, h3) {
    margin: 0;
    padding: 0;
  }
  .gh-form,
  .gh-stack {
    display: grid;
    gap: var(--gh-space);
  }
  .gh-form + .gh-form {
    margin-top: calc(1.6 * var(--gh-space));
    padding-top: calc(1.6 * var(--gh-space));
    border-top: 1px solid var(--gh-line);
  }
  .gh-field {
    display: grid;
    gap: 0.4rem;
  }
  .gh-label,
  .gh-legend {
    font-size: 0.9375rem;
    font-weight: 600;
  }
  .gh-legend {
    font-size: 1.0625rem;
  }
  .gh-control {
    position: relative;
    display: grid;
  }
  .gh-input {
    width: 100%;
    min-width: 0;
    min-height: 3rem;
    padding: 0.625rem 0.875rem;
    border: 1px solid var(--gh-edge);
    border-radius: var(--gh-radius);
    background: var(--gh-surface);
    color: inherit;
    font: inherit;
    transition: border-color 120ms;
  }
  .gh-input[type='date'] {
    appearance: none;
  }
  .gh-input:hover {
    border-color: var(--gh-ink);
  }
  .gh-input[aria-invalid='true'] {
    border-color: var(--gh-bad);
  }
  .gh :focus-visible {
    outline: 3px solid var(--gh-accent);
    outline-offset: 2px;
  }
  .gh-hint,
  .gh-wait,
  .gh-strength,
  .gh-rule {
    color: var(--gh-faint);
    font-size: 0.875rem;
  }
  .gh-wait {
    font-variant-numeric: tabular-nums;
  }
  .gh-fault {
    color: var(--gh-bad);
    font-size: 0.875rem;
    font-weight: 500;
  }
  .gh-button,
  .gh-quiet {
    width: 100%;
    min-height: 3rem;
    padding: 0.625rem 1.25rem;
    border: 1px solid var(--gh-accent);
    border-radius: var(--gh-radius);
    background: var(--gh-accent);
    color: var(--gh-on-accent);
    font: inherit;
    font-weight: 600;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition:
      filter 120ms,
      background-color 120ms;
  }
  .gh-button:hover {
    filter: brightness(1.08);
  }
  .gh-button[data-danger] {
    border-color: var(--gh-bad);
    background: var(--gh-bad);
    color: var(--gh-surface);
  }
  .gh-quiet {
    border-color: var(--gh-line);
    background: transparent;
    color: var(--gh-accent);
  }
  .gh-quiet:hover {
    background: var(--gh-sunken);
  }
  .gh-button:disabled,
  .gh-quiet:disabled {
    border-color: var(--gh-line);
    background: var(--gh-sunken);
    color: var(--gh-faint);
    cursor: default;
    filter: none;
  }
  .gh[aria-busy='true'] :is(.gh-button, .gh-quiet) {
    cursor: progress;
    opacity: 0.75;
  }
  .gh-actions {
    display: grid;
    gap: 0.625rem;
  }
  .gh-row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1.25rem;
    justify-content: space-between;
    font-size: 0.9375rem;
  }
  .gh-agreement {
    display: flex;
    gap: 0.75rem;
    align-items: flex-start;
    font-size: 0.9375rem;
    cursor: pointer;
  }
  .gh-agreement input {
    flex: none;
    width: 1.5rem;
    height: 1.5rem;
    margin: 0;
    accent-color: var(--gh-accent);
  }
  .gh-link {
    color: var(--gh-accent);
    font-weight: 600;
    text-underline-offset: 0.2em;
  }
  a.gh-button {
    display: block;
  }
  .gh-toggle {
    position: absolute;
    inset-block: 4px;
    inset-inline-end: 4px;
    padding: 0 0.75rem;
    border: 0;
    border-radius: calc(var(--gh-radius) - 3px);
    background: var(--gh-surface);
    color: var(--gh-accent);
    font: inherit;
    font-size: 0.875rem;
    font-weight: 600;
    cursor: pointer;
  }
  .gh-control:has(.gh-toggle) .gh-input {
    padding-right: 6.5rem;
  }
  .gh[dir='rtl'] .gh-control:has(.gh-toggle) .gh-input {
    padding-right: 0.875rem;
    padding-left: 6.5rem;
    text-align: right;
  }
  .gh-choice {
    display: grid;
    gap: 0.75rem;
    margin-top: -0.5rem;
  }
  .gh-rules {
    display: grid;
    gap: 0.25rem;
    list-style: none;
  }
  .gh-rule {
    display: flex;
    gap: 0.5rem;
    align-items: baseline;
  }
  .gh-rule::before {
    content: '○' / '';
    flex: none;
    width: 1em;
    text-align: center;
  }
  .gh-rule[data-met='true'] {
    color: var(--gh-good);
  }
  .gh-rule[data-met='true']::before {
    content: '✓' / '';
  }
`;

const SHEETS = [styles, feedbackStyles];

/** Adds the styles to the document or shadow tree, once. Constructed sheets need no `unsafe-inline` in a page's policy. */
export function adoptStyles(root: Node): void {
  if (!(root instanceof Document || root instanceof ShadowRoot)) return;
  for (const { styleSheet: sheet } of SHEETS) {
    if (sheet && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  }
}
