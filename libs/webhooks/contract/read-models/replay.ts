import { Description } from '@gatehouse/kernel';
import { IsInt, IsOptional, IsUUID } from 'class-validator';

@Description('What of a range is delivered once more')
export class Replay {
  @Description('How many deliveries were ordered: 500 at most')
  @IsInt()
  replayed!: number;

  @Description('For `after`, to go on with the range; null where it is done')
  @IsOptional()
  @IsUUID()
  nextAfter!: string | null;
}

@Description('A test event is on its way')
export class Ping {
  @Description('Where to look what came of it, once the event was handed over')
  @IsUUID()
  deliveryId!: string;
}
