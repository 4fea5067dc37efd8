import { Description } from '@gatehouse/kernel';
import { IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';

/** Which events, and how. */
export class EventsQuery {
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

  @Description('Seconds to wait for events if there are none; 0 by default. Streams always wait')
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(30)
  wait?: number | null;
}
