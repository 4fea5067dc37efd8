import { Description } from '@gatehouse/kernel';
import { IsArray, IsBoolean, IsIn, IsObject, IsRFC3339, IsString, IsUUID, ValidateNested } from 'class-validator';

@Description('A fact, as CloudEvents 1.0 has it')
export class PublishedEvent {
  @IsIn(['1.0'])
  specversion!: '1.0';

  @Description('The same id twice is the same event')
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

  @Description('For `after`, to read on. Store it once these events are processed, and you never miss one')
  @IsString()
  nextAfter!: string;

  @Description('Whether there is more already: else ask with `wait`')
  @IsBoolean()
  more!: boolean;
}
