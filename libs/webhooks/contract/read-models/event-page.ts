import { Description } from '@gatehouse/kernel';
import { IsArray, IsBoolean, IsIn, IsObject, IsRFC3339, IsString, IsUUID, ValidateNested } from 'class-validator';

@Description('An event in CloudEvents 1.0 format')
export class PublishedEvent {
  @IsIn(['1.0'])
  specversion!: '1.0';

  @Description('Identifies the event, for deduplication')
  @IsUUID()
  id!: string;

  @Description('Where it happened: `/applications/` and the slug')
  @IsString()
  source!: string;

  @Description('With its version, such as `user.registered.v1`')
  @IsString()
  type!: string;

  @Description('What it is about, usually a user’s id. Events of one subject are in order')
  @IsUUID()
  subject!: string;

  @IsRFC3339()
  time!: string;

  @IsIn(['application/json'])
  datacontenttype!: 'application/json';

  @Description('Data of the event’s type. Personal fields are null after the person is erased')
  @IsObject()
  data!: object;
}

@Description('Events of one application, in order')
export class EventPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: PublishedEvent } })
  events!: PublishedEvent[];

  @Description('For `after`, to continue. Store it once these events are processed, and you never miss one')
  @IsString()
  nextAfter!: string;

  @Description('Whether more events exist already; if not, use `wait`')
  @IsBoolean()
  more!: boolean;
}
