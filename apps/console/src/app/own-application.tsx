import { Navigate } from '@tanstack/react-router';
import { useSignedIn } from '../api/use-session.js';

/** Without a page in the address: the first page of one's own application. */
export function OwnApplication() {
  const { application } = useSignedIn().claims;
  return <Navigate to="/$application" params={{ application }} replace />;
}
