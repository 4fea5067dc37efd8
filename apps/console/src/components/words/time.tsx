import { useEffect, useState } from 'react';

const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const SHORT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const STEPS = [
  [60, 'second', 1],
  [3_600, 'minute', 60],
  [86_400, 'hour', 3_600],
] as const;

/** A moment, within a day as the time since or until then. The exact one is its title. */
export function Time({ at }: { readonly at: string }) {
  const now = useNow();
  const moment = new Date(at);
  const seconds = Math.round((moment.getTime() - now) / 1_000);
  return (
    <time dateTime={at} title={FULL.format(moment)}>
      {relative(seconds) ?? SHORT.format(moment)}
    </time>
  );
}

/** In words, such as `3 minutes ago`; null where that is a day or more. */
function relative(seconds: number): string | null {
  const step = STEPS.find(([below]) => Math.abs(seconds) < below);
  return step ? RELATIVE.format(Math.trunc(seconds / step[2]), step[1]) : null;
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A span of time in words: `4.2 s`, `3 min`, `2 h`. */
export function span(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}
