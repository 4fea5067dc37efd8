const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** How long ago, as short as a list needs it: "now", "12 s", "3 min", "2 h", then the date. */
export function ageOf(receivedAt) {
  const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(receivedAt)) / 1000));
  if (seconds < 5) return 'now';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return day.format(new Date(receivedAt));
}

export const timeOf = (receivedAt) => clock.format(new Date(receivedAt));
