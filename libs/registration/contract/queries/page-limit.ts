import { Description, together, USUAL_LIMIT } from '@gatehouse/kernel';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** How much of a list a query asks for. */
export const IsPageLimit = () =>
  together(
    Description(`Maximum number of entries per page; ${USUAL_LIMIT} by default`),
    IsOptional(),
    IsInt(),
    Min(1),
    Max(200),
  );
