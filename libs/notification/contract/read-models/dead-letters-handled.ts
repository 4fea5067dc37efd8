import { Description } from '@gatehouse/kernel';
import { IsBoolean, IsInt } from 'class-validator';

@Description('Result for a selection of dead letters')
export class DeadLettersHandled {
  @Description('How many were processed')
  @IsInt()
  count!: number;

  @Description('Whether the selection has more')
  @IsBoolean()
  more!: boolean;
}
