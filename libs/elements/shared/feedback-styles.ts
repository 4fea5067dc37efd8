import { css } from 'lit';

/** How the components tell what came of it: strength of a password, outcomes, the code's boxes. Adopted after `styles`. */
export const feedbackStyles = css`
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
  .gh-mail:is([data-delivery='sent'], [data-delivery='delivered']) .gh-dot {
    background: var(--gh-good);
  }
  .gh-mail:is([data-delivery='failed'], [data-delivery='bounced'], [data-delivery='expired']) .gh-dot {
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

  .gh-scale {
    display: grid;
    gap: 0.25rem;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .gh-option {
    display: flex;
    gap: 0.75rem;
    align-items: center;
    min-height: 2.25rem;
    cursor: pointer;
  }
  .gh-option input {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    accent-color: var(--gh-accent);
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
