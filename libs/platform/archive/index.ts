export {
  type ArchivedMonth,
  ArchiveRefused,
  archiveEvents,
  type VerifiedMonth,
  verifyArchive,
} from './archive-events.js';
export { ClosedMonths } from './closed-months.js';
