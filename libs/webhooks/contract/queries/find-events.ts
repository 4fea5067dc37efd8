import { Description, Query, type Result } from '@gatehouse/kernel';
import { IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import type { EventPage } from '../read-models/event-page.js';
import type { WebhooksRefusal } from '../refusals.js';

/** The application's events from a place in the log on, the oldest first. */
export class FindEvents extends Query<Result<EventPage, WebhooksRefusal<'validation-failed' | 'events-archived'>>> {
  @Description(
    '`nextAfter` from the previous page: returns events after it. Absent: from the beginning. `latest`: only new events',
  )
  @IsOptional()
  @Matches(/^(latest|\d{1,9}-\d{1,19}-\d{1,18})$/, { message: 'Must be a cursor from an earlier response' })
  after?: string | null;

  @Description('Event types, separated by commas. Absent: all')
  @IsOptional()
  @MaxLength(2_000)
  @Matches(/^[a-z0-9-]+(\.[a-z0-9-]+)+(,[a-z0-9-]+(\.[a-z0-9-]+)+)*$/, {
    message: 'Must be event types, such as user.activated.v1,user.erased.v1',
  })
  types?: string | null;

  @Description('Maximum number of events per page; 100 by default')
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number | null;
}
