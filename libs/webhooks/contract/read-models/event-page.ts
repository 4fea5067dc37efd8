import { Description } from '@gatehouse/kernel';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

@Description('A fact, as CloudEvents 1.0 has it')
export class PublishedEvent {
  @IsIn(['1.0'])
  specversion!: '1.0';

  @Description('Whoever sees it twice has seen one event')
  @IsUUID()
  id!: string;

  @Description('Where it happened: `/applications/` and the slug')
  @IsString()
  source!: string;

  @Description('With its version, such as `user.registered.v1`')
  @IsString()
  type!: string;

  @Description('What it is about, a user’s id mostly. Events of one subject are in order')
  @IsUUID()
  subject!: string;

  @IsRFC3339()
  time!: string;

  @IsIn(['application/json'])
  datacontenttype!: 'application/json';

  @Description('What the type says. What told of a person is null once the person was erased')
  @IsObject()
  data!: object;
}

@Description('Events of one application, in the order in which they came to be')
export class EventPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: PublishedEvent } })
  events!: PublishedEvent[];

  @Description('For `after`, to read on. Whoever stores it once these events are worked through never misses one')
  @IsString()
  nextAfter!: string;

  @Description('Whether there is more already: else ask with `wait`')
  @IsBoolean()
  more!: boolean;
}

/** Which events, and how. */
export class EventsQuery {
  @Description(
    '`nextAfter` of the page before: what comes after it is meant. Absent: from the beginning. `latest`: what comes from now on',
  )
  @IsOptional()
  @Matches(/^(latest|\d{1,9}-\d{1,19}-\d{1,18})$/)
  after?: string | null;

  @Description('Types to read, with commas between them. Absent: all')
  @IsOptional()
  @MaxLength(2_000)
  @Matches(/^[a-z0-9-]+(\.[a-z0-9-]+)+(,[a-z0-9-]+(\.[a-z0-9-]+)+)*$/)
  types?: string | null;

  @Description('Most events of a page: 100 unless told')
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number | null;

  @Description('Seconds to wait for events when there are none: 0 unless told. Streams wait anyway')
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(30)
  wait?: number | null;
}
