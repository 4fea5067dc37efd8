import { css } from 'lit';

/** Every colour, distance and font comes from a custom property, so that a page changes it where it likes. */
const styles = css`
  .gh {
    --gh-accent: var(--gatehouse-accent, light-dark(#1d4ed8, #93b4ff));
    --gh-on-accent: var(--gatehouse-on-accent, light-dark(#ffffff, #0b1737));
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
  .gh p,
  .gh ul,
  .gh h2,
  .gh h3 {
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
  .gh-strength {
    display: flex;
    gap: 0.75rem;
    align-items: center;
  }
  .gh-bars {
    display: grid;
    grid-template-columns: repeat(4, 1fr);
    gap: 4px;
    width: 8rem;
    flex: none;
  }
  .gh-bars i {
    height: 5px;
    border-radius: 3px;
    background: var(--gh-line);
    transition: background-color 200ms;
  }
  .gh-strength:is([data-strength='0'], [data-strength='1']) i:nth-child(1) {
    background: var(--gh-bad);
  }
  .gh-strength[data-strength='2'] i:nth-child(-n + 2) {
    background: light-dark(#b45f06, #e9b872);
  }
  .gh-strength[data-strength='3'] i:nth-child(-n + 3),
  .gh-strength[data-strength='4'] i {
    background: var(--gh-good);
  }
  .gh-outcome {
    padding: 0.75rem 1rem;
    border-inline-start: 4px solid currentColor;
    border-radius: 6px;
    background: var(--gh-sunken);
    font-weight: 500;
  }
  /* Out of the flow, yet there: what is not displayed is not read out when it gets its first text. */
  .gh [role='status']:empty {
    position: absolute;
  }
  [data-tone='good'] {
    color: var(--gh-good);
  }
  [data-tone='bad'] {
    color: var(--gh-bad);
  }
  .gh-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  /* One input over boxes that show what is in it. */
  .gh-code {
    position: relative;
    max-width: 100%;
  }
  .gh-code[data-boxes] .gh-input {
    position: absolute;
    inset: 0;
    height: 100%;
    border-color: transparent;
    background: transparent;
    color: transparent;
    caret-color: transparent;
    z-index: 1;
  }
  .gh-code[data-boxes] .gh-input::selection {
    background: transparent;
    color: transparent;
  }
  .gh-code[data-boxes] .gh-input:focus-visible {
    outline: none;
  }
  .gh-code:not([data-boxes]) .gh-input {
    font: 600 1.25rem / 1.2 ui-monospace, 'SF Mono', 'DejaVu Sans Mono', monospace;
    letter-spacing: 0.15em;
  }
  .gh-boxes {
    display: flex;
    gap: clamp(0.25rem, 2vw, 0.625rem);
    direction: ltr;
  }
  .gh-box {
    display: grid;
    flex: 1 1 0;
    min-width: 0;
    height: 3.75rem;
    place-items: center;
    border: 1px solid var(--gh-edge);
    border-radius: var(--gh-radius);
    background: var(--gh-surface);
    font: 600 1.5rem / 1 ui-monospace, 'SF Mono', 'DejaVu Sans Mono', monospace;
    transition: border-color 120ms;
  }
  [aria-invalid='true'] + .gh-boxes .gh-box {
    border-color: var(--gh-bad);
  }
  .gh-input:focus-visible + .gh-boxes .gh-box[data-next] {
    border-color: var(--gh-accent);
    outline: 3px solid var(--gh-accent);
    outline-offset: 1px;
  }

  .gh-mail {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.125rem 0.75rem;
    align-items: center;
    padding: 0.875rem 1rem;
    border: 1px solid var(--gh-line);
    border-radius: var(--gh-radius);
    background: var(--gh-sunken);
  }
  .gh-mail p {
    grid-column: 2;
  }
  .gh-mail .gh-left {
    color: var(--gh-faint);
    font-size: 0.9375rem;
    font-variant-numeric: tabular-nums;
  }
  .gh-dot {
    grid-row: 1 / span 2;
    width: 0.75rem;
    height: 0.75rem;
    border-radius: 50%;
    background: var(--gh-edge);
  }
  .gh-mail[data-delivery='sent'] .gh-dot {
    background: var(--gh-good);
  }
  .gh-mail:is([data-delivery='failed'], [data-delivery='expired']) .gh-dot {
    background: var(--gh-bad);
  }
  .gh-mail:is([data-delivery='queued'], [data-delivery='sending']) .gh-dot {
    animation: gh-pulse 1.4s ease-in-out infinite;
  }
  @keyframes gh-pulse {
    50% {
      opacity: 0.25;
    }
  }

  .gh-section {
    padding-block: calc(1.4 * var(--gh-space));
    border-top: 1px solid var(--gh-line);
  }
  .gh-section .gh-stack {
    gap: 0.875rem;
  }
  .gh-section h2 {
    font-size: 1.125rem;
    line-height: 1.3;
  }
  .gh-list {
    display: grid;
    list-style: none;
  }
  .gh-item {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
    align-items: center;
    justify-content: space-between;
    padding-block: 0.75rem;
    border-top: 1px solid var(--gh-line);
  }
  .gh-item:first-child {
    border-top: 0;
  }
  .gh-item .gh-quiet,
  .gh-narrow {
    width: auto;
    min-height: 2.5rem;
    padding: 0.375rem 1rem;
  }
  .gh-narrow {
    justify-self: start;
  }
  .gh-buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.625rem;
  }
  .gh-buttons .gh-button,
  .gh-buttons .gh-quiet {
    width: auto;
    min-height: 2.5rem;
    padding: 0.375rem 1rem;
  }
  .gh-who {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
    align-items: center;
    justify-content: space-between;
    margin-bottom: var(--gh-space);
    color: var(--gh-faint);
  }
  .gh-state {
    font-size: 0.875rem;
  }

  @media (prefers-reduced-motion: reduce) {
    .gh *,
    .gh *::before {
      animation: none !important;
      transition: none !important;
    }
  }
  @media (forced-colors: active) {
    .gh-code[data-boxes] .gh-input {
      forced-color-adjust: none;
    }
    .gh-dot,
    .gh-bars i {
      forced-color-adjust: none;
    }
  }
`;

/** Adds the styles to the document or shadow tree, once. Constructed sheets need no `unsafe-inline` in a page's policy. */
export function adoptStyles(root: Node): void {
  const sheet = styles.styleSheet;
  if (!sheet || !(root instanceof Document || root instanceof ShadowRoot)) return;
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}
