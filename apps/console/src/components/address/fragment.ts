import { useLocation } from '@tanstack/react-router';

/** The text behind the `#` of the address: what is searched for, which no server or proxy gets to see. */
export function useFragment(): string {
  const hash = useLocation({ select: (location) => location.hash });
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

/** For `hash` of a link. */
export const fragmentOf = (text: string): string => encodeURIComponent(text);
