import { Description } from '@gatehouse/kernel';
import { IsInt, IsOptional, IsUUID } from 'class-validator';

@Description('The result of a replay')
export class Replay {
  @Description('How many deliveries were replayed: at most 500')
  @IsInt()
  replayed!: number;

  @Description('For `after`, to continue the range; null if it is complete')
  @IsOptional()
  @IsUUID()
  nextAfter!: string | null;
}

@Description('A test event will be sent')
export class Ping {
  @Description('Where to look what came of it, once the event was handed over')
  @IsUUID()
  deliveryId!: string;
}
